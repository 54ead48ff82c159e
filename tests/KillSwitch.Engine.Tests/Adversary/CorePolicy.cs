using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>A written policy as the engine takes it.</summary>
internal static class CorePolicy
{
    public static Policy Of(PolicySpec spec) => new()
    {
        Mode = spec.Observes ? PolicyMode.Observe : PolicyMode.Enforce,
        TimeZone = spec.Zone,
        Exempt = [.. spec.Exempt.Select(role => new Glob("role/" + role))],
        MaxStops = spec.MaxStops is { } most ? new MaxStops(most, WindowUnit.Hour) : null,
        Rules = [.. spec.Rules.Select(Of)],
    };

    private static CountedRule Of(RuleSpec rule) => new()
    {
        Id = rule.Id,
        Match = rule.Only is { } only ? [new FieldMatch(Dimension.Principal, [new Glob("role/" + only)])] : [],
        Per = rule.Per switch
        {
            "account" => [Dimension.Account],
            "principal" => [Dimension.Principal],
            "session" => [Dimension.Principal, Dimension.Session],
            _ => [Dimension.Model],
        },
        Limit = rule.Unit switch
        {
            Unit.Usd => new Limit.Spend(new Usd(rule.Limit)),
            Unit.Calls => new Limit.CallCount((long)rule.Limit),
            Unit.Tokens => new Limit.Tokens((long)rule.Limit),
            _ => new Limit.CacheHitRatio(rule.Limit, RuleSpec.RatioAfter),
        },
        Every = rule.RollingMinutes > 0
            ? new Every.Rolling(TimeSpan.FromMinutes(rule.RollingMinutes))
            : new Every.Calendar(Enum.Parse<WindowUnit>(rule.Every, ignoreCase: true)),
        NotifyPercents = rule.Notify.Length == 0
            ? []
            : [.. rule.Notify.Split(',').Select(percent => int.Parse(percent, System.Globalization.CultureInfo.InvariantCulture))],
        Stop = rule.Stop,
        Approval = rule.Asks ? Approval.Manual : Approval.Automatic,
        Restore = rule.Ends switch
        {
            "manual" => new RestorePlan.Manual(),
            "window" => new RestorePlan.AtWindowTurn(),
            _ => new RestorePlan.After(TimeSpan.FromMinutes(rule.EndsAfterMinutes)),
        },
        Brake = rule.Foresees ? Brake.Predictive : Brake.Exact,
    };
}
