using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Deployments;

/// <summary>
/// How a guard is deployed again, in the words of whoever deployed it. Each is what to do, without a subject: a sentence goes on with
/// ", which".
/// </summary>
/// <param name="From">What it was deployed from.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="Region">The region of its home: a person's own settings may name another.</param>
public sealed record Redeployment(DeployedFrom From, string Stack, string Region)
{
    /// <summary>Where no guard is known yet.</summary>
    public const string First = "`killswitch deploy`, or `make deploy` from a checkout,";

    private const string Construct = "BedrockKillSwitchProps";

    /// <summary>With the options that it has.</summary>
    public string Command => With();

    /// <summary>The same in ASCII: what else stands in a template CloudFormation may replace by question marks.</summary>
    public string AsciiCommand => Command.Replace("…", "...", StringComparison.Ordinal);

    /// <summary>To remove it.</summary>
    public string Removal => From switch
    {
        DeployedFrom.Release => $"killswitch destroy{GuardSetting.StackOption(Stack)} --region {Region}",
        DeployedFrom.App => "remove the guard from your CDK app",
        _ => "make destroy" + Context([]),
    };

    /// <summary>With these options, and those that it has otherwise.</summary>
    public string With(params IReadOnlyList<DeployOption> options) => From switch
    {
        DeployedFrom.Release => $"killswitch deploy --region {Region}{Arguments(options)}",
        DeployedFrom.App => "deploy your CDK app again"
            + (options.Count == 0 ? "" : $" with {string.Join(" and ", options.Select(one => one.Property))} in {Construct}"),
        _ => "make deploy" + Context(options),
    };

    /// <summary>One option among others that are said before, such as the other choice.</summary>
    public string Option(DeployOption option) => From == DeployedFrom.App ? option.Property : option.Argument;

    private string Arguments(IReadOnlyList<DeployOption> options) =>
        string.Concat(options.Select(one => " " + one.Argument)) + GuardSetting.StackNameOption(Stack);

    // A checkout forgets the options of the deployment before.
    private string Context(IReadOnlyList<DeployOption> options) =>
        Arguments(options) is { Length: > 0 } arguments ? $" CONTEXT='…{arguments}'" : "";
}
