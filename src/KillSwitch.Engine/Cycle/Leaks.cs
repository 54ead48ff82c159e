using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Cycle;

/// <summary>Finds calls that Bedrock served though a deny should have refused them.</summary>
public static class Leaks
{
    /// <param name="stops">Those that are in force.</param>
    /// <param name="batch">Records in any order.</param>
    /// <param name="rules">Who is exempt.</param>
    /// <returns>Each stop that leaks, once, with the newest such call.</returns>
    public static IReadOnlyList<Leak> Find(IReadOnlyCollection<Stop> stops, IReadOnlyCollection<Invocation> batch, RuleBook rules)
    {
        var found = new List<Leak>();
        foreach (var stop in stops.Where(stop => stop is { State: StopState.Enforced, WorksFrom: not null }))
        {
            var newest = batch.Where(call => !call.IsRefused && call.Timestamp > stop.WorksFrom && Concerns(stop.Denied, call, rules)).MaxBy(call => call.Timestamp);
            if (newest is not null && !(stop.LeakedAt >= newest.Timestamp))
                found.Add(new Leak(stop, newest.Timestamp, DimensionValue.Of(newest, Dimension.Principal)));
        }

        return found;
    }

    private static bool Concerns(StopTarget target, Invocation call, RuleBook rules) => call.Account == target.Account && target switch
    {
        StopTarget.Principal principal => DimensionValue.Of(call, Dimension.Principal) == principal.PrincipalName,
        StopTarget.Session session => DimensionValue.Of(call, Dimension.Principal) == session.PrincipalName && call.Caller.Session == session.SessionName,
        StopTarget.Model model => call.Model.Id == model.ModelId && !rules.IsExempt(call.Caller.Principal),
        _ => !rules.IsExempt(call.Caller.Principal),
    };
}
