using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>What is wrong where somebody cannot be kept from what the policy or the deployment denies at all times.</summary>
internal static class HoldFindings
{
    private const string Remedy =
        "take Bedrock from them in their own policies or their permission set, make room for one more policy, or exempt them";

    /// <param name="what">What they are to be kept from.</param>
    /// <param name="who">Who is not, as one sentence; null for nobody.</param>
    public static Condition[] Of(StandingHold what, string? who) => who is null
        ? []
        : [new Condition(what.Condition, Headline(what), $"{Why(what)}: {who}.", Remedy) { IsToldAtOnce = true }];

    private static string Headline(StandingHold what) => what.Condition switch
    {
        GuardCondition.MantleOpen => "the mantle endpoint is open to principals under a cap",
        GuardCondition.OtherRegionsOpen => "regions that nobody hears are open to principals",
        _ => "what no record meters is open to principals under a cap",
    };

    private static string Why(StandingHold what) => what.IsOnEverybody
        ? $"The guard was deployed with `{what}`, and what is spent where no sensor listens is under no cap of a principal"
        : $"The policy says `{what}`, and what is spent there is under no cap of a principal";
}
