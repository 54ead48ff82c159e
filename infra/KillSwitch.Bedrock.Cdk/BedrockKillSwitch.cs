using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Infra;

namespace KillSwitch.Bedrock.Cdk;

/// <summary>
/// A guard of an account against runaway spend on Amazon Bedrock, in a stack of its own: it acts only on what CloudFormation says of that
/// stack, and puts everything back when it goes.
/// </summary>
public class BedrockKillSwitch : Construct
{
    /// <param name="scope">An app, a stage, or any construct within; an app or stage has one guard.</param>
    /// <param name="id">Of the construct in its scope; nothing in the account is called after it.</param>
    /// <param name="props">What was chosen; null for what comes unless one chooses.</param>
    /// <exception cref="ArgumentException">A value is not one of the allowed; the sentence says which.</exception>
    public BedrockKillSwitch(Construct scope, string id, BedrockKillSwitchProps? props = null)
        : base(scope, id)
    {
        // Set even where nothing was chosen: an app's own `-c email=…` is no option of the guard.
        foreach (var (name, text) in OptionTexts.Of(props ?? new BedrockKillSwitchProps()))
            Node.SetContext(name, text);
        var options = GuardOptions.Of(this) with { DeployedFrom = DeployedFrom.App };
        // The CDK writes the path of a stack into names within it: beside the others they are the same wherever the construct stands.
        var around = Stage.Of(this) as Construct ?? (Construct)Node.Root;
        if (around.Node.TryFindChild(GuardSetting.DefaultStack) is not null)
        {
            throw new ArgumentException($"`{GuardSetting.DefaultStack}` is not allowed as an id beside the guard's stack, which has it: "
                + "give the construct another; an app or stage has one guard");
        }

        var home = new HomeStack(around, options);
        // A constructor cannot wait otherwise, and nothing here would be waited for by somebody else.
        if (options.Regions.Count > 0)
            SensorStack.Add(around, options, DeployedHome.FindAsync(options.StackName).GetAwaiter().GetResult(), home);
        Stack = home;
    }

    /// <summary>The guard's stack, for what must come after it, and for tags.</summary>
    public Stack Stack { get; }
}
