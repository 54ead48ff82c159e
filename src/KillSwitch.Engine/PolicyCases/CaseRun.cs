using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Replay;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>What came of a case.</summary>
/// <param name="Case">That ran.</param>
/// <param name="Result">As <c>replay</c> has it.</param>
/// <param name="Failures">A sentence for each expectation that was not met, what was found against what was expected.</param>
public sealed record CaseResult(PolicyCase Case, ReplayResult Result, IReadOnlyList<string> Failures)
{
    public bool Passed => Failures.Count == 0;
}

/// <summary>Runs cases through the engine that is deployed, each on an account of its own.</summary>
public static class CaseRun
{
    public static async ValueTask<CaseResult> RunAsync(
        PolicyCases cases, PolicyCase one, IPriceBook prices, CancellationToken cancellation)
    {
        var options = ReplayOptions.Default with { Until = one.Expect.Until, TimelineSteps = 1 };
        var result = await Replay.Replay.RunAsync(
            cases.Policy, new CasePrices(prices), one.Calls, options, progress: null, cancellation);
        return new CaseResult(one, result, [.. Failures(cases, one, result)]);
    }

    private static IEnumerable<string> Failures(PolicyCases cases, PolicyCase one, ReplayResult result)
    {
        var (clock, expect) = (cases.Clock, one.Expect);
        List<ReplayStop> stopped = [.. result.Stops.Where(stop => stop.EffectiveAt is not null)];
        List<ReplayStop> waiting = [.. result.Stops.Where(stop => stop.EffectiveAt is null)];
        return
        [
            .. Unmet(expect.Stopped, "to be stopped", stopped, waiting, clock),
            .. Unmet(expect.Waiting, "to wait for a person", waiting, stopped, clock),
            .. Cut(cases.Policy, one, stopped, clock),
            .. Untold(expect.Notified, result.Notifications, clock),
        ];
    }

    private static IEnumerable<string> Unmet(
        IReadOnlyList<ExpectedStop>? expected, string what, List<ReplayStop> found, List<ReplayStop> others, CaseClock clock)
    {
        if (expected is null)
            yield break;
        var met = new HashSet<ReplayStop>(ReferenceEqualityComparer.Instance);
        foreach (var stop in expected)
        {
            var fit = found.Where(one => IsMet(stop, one)).ToList();
            met.UnionWith(fit);
            if (fit.Count > 0)
                continue;
            var near = found.Where(one => IsOf(stop.Target, one.Target)).ToList();
            met.UnionWith(near);
            if (near.Count == 0)
                near = [.. others.Where(one => IsOf(stop.Target, one.Target))];
            yield return $"expected `{stop.Target.Pattern}` {what}{Terms(stop, clock)}; "
                + (near.Count == 0 ? "it was not" : "it " + string.Join(", and ", near.Take(3).Select(one => Became(one, clock))));
        }

        foreach (var stop in found.Where(one => !met.Contains(one)))
            yield return $"expected nothing else {what}; `{stop.Target.Name}` {Became(stop, clock)}: {stop.Reason}";
    }

    // Whoever is part of what is stopped is cut, too.
    private static IEnumerable<string> Cut(Policy policy, PolicyCase one, List<ReplayStop> stopped, CaseClock clock)
    {
        if (one.Expect.NotStopped.Count == 0)
            yield break;
        var rules = new RuleBook(policy);
        var subjects = CaseSubject.Of(one.Calls, policy);
        foreach (var subject in subjects.Where(subject => one.Expect.NotStopped.Any(glob => glob.Matches(subject.Name))))
        {
            var isExempt = subject.Principal is { } principal && rules.IsExempt(principal);
            if (stopped.Find(stop => Cuts(stop.Target, subject, isExempt)) is { } stop)
            {
                yield return $"expected `{subject.Name}` not to be stopped; `{stop.Target.Name}` {Became(stop, clock)}: {stop.Reason}";
            }
        }
    }

    private static bool Cuts(ReplayTarget target, CaseSubject subject, bool isExempt) => (target.Kind, subject.Kind) switch
    {
        (StopScope.Account, _) => !isExempt,
        (StopScope.Principals, StopScope.Principal or StopScope.Session) => !isExempt && subject.Carried.Contains(target.Name),
        (StopScope.Principal, StopScope.Session) => subject.Name.StartsWith(target.Name + "/", StringComparison.Ordinal),
        var (kind, of) => kind == of && target.Name == subject.Name,
    };

    private static IEnumerable<string> Untold(
        IReadOnlyList<ExpectedNotice>? expected, IReadOnlyList<ReplayNotification> told, CaseClock clock)
    {
        if (expected is [])
        {
            foreach (var one in told)
                yield return $"expected no message; `{one.Level}` of `{one.Rule}` was told of {Counter(one)} on {clock.Text(one.At)}";
        }

        foreach (var notice in expected ?? [])
        {
            var ofRule = told.Where(one => one.Rule == notice.Rule).ToList();
            if (ofRule.Exists(one => one.Level == notice.Level
                && (notice.Counter is null || (one.Counter is { } of && IsOf(notice.Counter, of)))))
            {
                continue;
            }

            var found = ofRule.Count == 0
                ? "nothing was"
                : string.Join(", ", ofRule.Take(3).Select(one => $"`{one.Level}` of {Counter(one)}"))
                    + (ofRule.Count > 3 ? " and more" : "");
            var whose = notice.Counter is { } counter ? $" of `{counter.Pattern}`" : "";
            yield return $"expected `{notice.Level}` of `{notice.Rule}` to be told{whose}; {found}";
        }
    }

    private static bool IsMet(ExpectedStop expected, ReplayStop stop) => IsOf(expected.Target, stop.Target)
        && (expected.Denied is null || expected.Denied.ToHashSet(StringComparer.Ordinal).SetEquals(stop.Denied))
        && (expected.Rule is null || expected.Rule == stop.Rule)
        && !(stop.At < expected.After) && !(stop.At >= expected.Before)
        && (expected.Restored is not { } by || stop.RestoredAt <= by)
        && !(expected.IsNeverRestored && stop.RestoredAt is not null);

    private static bool IsOf(Glob pattern, ReplayTarget target) => pattern.Matches(target.Name)
        || (target.Kind == StopScope.Account && pattern.Pattern == CaseSubject.Account);

    private static string Terms(ExpectedStop stop, CaseClock clock) => string.Concat(
        stop.Denied is { } denied ? Taken(denied) : "",
        stop.Rule is { } rule ? $" by `{rule}`" : "",
        stop.After is { } after ? $", not before {clock.Text(after)}" : "",
        stop.Before is { } before ? $", before {clock.Text(before)}" : "",
        stop.Restored is { } restored ? $", and restored by {clock.Text(restored)}" : "",
        stop.IsNeverRestored ? ", and never restored" : "");

    private static string Became(ReplayStop stop, CaseClock clock) => stop.EffectiveAt is null
        ? $"waits for a person since {clock.Text(stop.At)}, under `{stop.Rule}`"
        : $"was stopped by `{stop.Rule}` on {clock.Text(stop.At)}" + (stop.Denied is [ReplayStop.EveryModel] ? "" : Taken(stop.Denied))
            + (stop.RestoredAt is { } end ? $" and restored on {clock.Text(end)}" : "");

    private static string Taken(IReadOnlyList<string> denied) => denied is [ReplayStop.EveryModel]
        ? ", with all of Bedrock taken away"
        : $", with {string.Join(" and ", denied.Select(model => $"`{model}`"))} taken away";

    private static string Counter(ReplayNotification told) => told.Counter is { } counter ? $"`{counter.Name}`" : "a counter";
}
