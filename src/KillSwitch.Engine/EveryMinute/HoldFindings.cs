using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>What is wrong where somebody under a cap cannot be kept from what the policy denies.</summary>
internal static class HoldFindings
{
    private const string Remedy =
        "take Bedrock from them in their own policies or their permission set, make room for one more policy, or exempt them";

    /// <param name="what">What they are to be kept from.</param>
    /// <param name="who">Who is not, as one sentence; null for nobody.</param>
    public static Condition[] Of(CapHold what, string? who) => who is null
        ? []
        : [new Condition(
            what.Condition, Headline(what), $"The policy says `{what}`, and what is spent there is under no cap of a principal: {who}.",
            Remedy) { IsToldAtOnce = true }];

    private static string Headline(CapHold what) => what.Condition == GuardCondition.MantleOpen
        ? "the mantle endpoint is open to principals under a cap"
        : "what no record meters is open to principals under a cap";
}
