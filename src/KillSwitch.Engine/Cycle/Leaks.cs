using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Cycle;

/// <summary>Finds calls that Bedrock served though a deny should have refused them.</summary>
public static class Leaks
{
    // Each is looked at in IAM; of the others calls come again.
    private const int MostCallers = 4;

    // A record is written by anybody who may write the log, and what is kept of it is kept with the stop.
    private const int LongestId = 64;
    private const int LongestName = 2048;

    /// <param name="stops">Those that are in force.</param>
    /// <param name="batch">Records in any order.</param>
    /// <param name="rules">Who is exempt.</param>
    /// <returns>For each stop and principal the calls that were served, by different ids.</returns>
    public static IReadOnlyList<Leak> Find(IReadOnlyCollection<Stop> stops, IReadOnlyCollection<Invocation> batch, RuleBook rules)
    {
        var found = new List<Leak>();
        foreach (var stop in stops.Where(stop => stop.State == StopState.Enforced))
        {
            // What took over is in place, and nobody else has to be found.
            var isOver = stop.EscalatedTo is not null && !stop.Denied.IsOfSeveral;
            if (stop.DoubtedFrom is not { } from)
                continue;
            found.AddRange(batch.Where(IsServed).Select(Served).OrderBy(call => call.At).DistinctBy(call => call.RequestId)
                .GroupBy(call => call.By).Take(MostCallers).Select(calls => new Leak(stop, calls.Key, [.. calls])));

            bool IsServed(Invocation call) => !call.IsRefused && call.Tokens.TotalTokens > 0 && BeganOf(call) > from
                && !(isOver && stop.LeakedAt >= call.Timestamp) && call.Caller.Principal.Arn.Length <= LongestName
                    && Concerns(stop.Denied, call, rules) && (stop.Denied is not StopTarget.Tag || IsCounted(stop, call, rules));
        }

        return found;
    }

    private static ServedCall Served(Invocation call) =>
        new(call.Id.RequestId is { Length: > LongestId } id ? id[..LongestId] : call.Id.RequestId, BeganOf(call), call.Timestamp,
            DimensionValue.Of(call, Dimension.Principal), call.Caller.Principal.Arn);

    // A record may bear the time of the call's end, and what began before the deny may end after it.
    private static DateTimeOffset BeganOf(Invocation call) => call.Timestamp - BurnRate.CallTimeOf(call.Tokens.OutputTokens);

    // What the rule does not count passes no gateway that was told: calls without the tag share one value with everybody else's.
    private static bool IsCounted(Stop stop, Invocation call, RuleBook rules) => stop.Cause is not StopCause.ByRule { Trip: var trip }
        || rules.Hits(call).Any(hit => (hit.Rule.Id, hit.Scope) == (trip.Rule, trip.Scope));

    private static bool Concerns(StopTarget target, Invocation call, RuleBook rules) => call.Account == target.Account && target switch
    {
        StopTarget.Principal principal => DimensionValue.Of(call, Dimension.Principal) == principal.PrincipalName,
        StopTarget.Session session =>
            DimensionValue.Of(call, Dimension.Principal) == session.PrincipalName && call.Caller.Session == session.SessionName,
        StopTarget.Principals some => DimensionValue.Of(call, Dimension.PrincipalTag(some.TagKey)) == some.Value
            && DimensionValue.IsListed(call) && !rules.IsExempt(call),
        StopTarget.Model model => call.Model.Id == model.ModelId && !rules.IsExempt(call),
        StopTarget.Tag tag => DimensionValue.Of(call, Dimension.Tag(tag.Key)) == tag.Value && !rules.IsExempt(call),
        StopTarget.Models models => models.Set.Has(call.Model, call.Region, call.Account) && Concerns(models.Whose, call, rules),
        _ => !rules.IsExempt(call),
    };
}
