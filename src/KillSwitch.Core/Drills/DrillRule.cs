using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Drills;

/// <summary>
/// A rule that stands beside the policy in force for the minutes of a drill. It can stop the drill's own role and nobody else, and no
/// policy of a person is changed by it.
/// </summary>
/// <param name="Drill">The drill's id: eight letters or digits.</param>
/// <param name="Limit">What the role may spend in the hour.</param>
/// <param name="Until">From when on it is as if it were not there, whatever became of the drill.</param>
public sealed record DrillRule(string Drill, Usd Limit, DateTimeOffset Until)
{
    /// <summary>As policies have rules.</summary>
    public CountedRule Rule => new()
    {
        Id = DrillNames.Rule(Drill),
        Match = [new FieldMatch(Dimension.Principal, [new Glob("role/" + DrillNames.Runaway(Drill))])],
        Per = [Dimension.Principal],
        Limit = new Limit.Spend(Limit),
        Every = new Every.Calendar(WindowUnit.Hour),
        Brake = Brake.Exact,
        Unpriced = UnpricedStop.Stop,
        Estimated = EstimatedStop.Stop,
        Stop = StopScope.Principal,
        Restore = new RestorePlan.AtWindowTurn(),
        NotifyBreach = false,
        IsDrill = true,
    };

    /// <summary>A policy with the rule of a drill behind its own.</summary>
    /// <param name="policy">What is in force.</param>
    /// <param name="drill">Null for none.</param>
    /// <param name="now">By when it may be over.</param>
    public static Policy Beside(Policy policy, DrillRule? drill, DateTimeOffset now) =>
        InForce(drill, now) is { } rule ? policy with { Rules = [.. policy.Rules, rule.Rule] } : policy;

    /// <summary>The same rule; null where it is over, or was written by no drill.</summary>
    public static DrillRule? InForce(DrillRule? drill, DateTimeOffset now) =>
        drill is not null && now < drill.Until && drill.Limit > Usd.Zero && DrillNames.IsId(drill.Drill) ? drill : null;
}
