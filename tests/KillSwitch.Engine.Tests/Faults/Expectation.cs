using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>What must be in the end, from the records alone: every total, every stop and its state, every deny, every word.</summary>
internal sealed class Expectation
{
    public const decimal Raise = 10;

    private readonly GuardedAccount _account;
    private readonly RuleBook _rules;
    private readonly bool _enforces;
    private readonly Dictionary<CounterKey, Usage> _totals = [];
    private readonly List<Expected> _stops = [];
    private readonly List<(NoticeKey Key, decimal Least)> _notices = [];
    private readonly HashSet<NoticeKey> _mayBeTold = [];
    private readonly HashSet<StopTarget> _everybody = [];

    public Expectation(GuardedAccount account, Workload workload)
    {
        _account = account;
        _rules = new RuleBook(account.Policy);
        _enforces = account.Policy.Mode == PolicyMode.Enforce;
        var counters = workload.All.SelectMany(call => _rules.Hits(call).Select(hit => (Hit: hit, Key: KeyOf(hit, call), Call: call)))
            .GroupBy(one => (one.Hit.Rule.Id, one.Key)).ToList();
        foreach (var counter in counters)
        {
            var hit = counter.First().Hit;
            var total = counter.Aggregate(default(Usage), (sum, one) => sum + Workload.UsageOf(one.Call));
            _totals[counter.Key.Key] = total;
            Expect(hit, counter.Key.Key, hit.Rule.Limit.Of(total));
        }

        foreach (var call in workload.All)
        {
            var (principal, arn) = (DimensionValue.Of(call, Dimension.Principal), call.Caller.Principal.Arn);
            _everybody.Add(new StopTarget.Principal(World.Account, principal, arn));
            _everybody.Add(new StopTarget.Session(World.Account, principal, arn, call.Caller.Session!));
            _everybody.Add(new StopTarget.Model(World.Account, call.Model.Id));
        }

        _everybody.Add(new StopTarget.WholeAccount(World.Account));
    }

    /// <summary>Waits for approval.</summary>
    public Expected Approved => _stops.Single(stop => stop.Trip.Rule == "approved");

    /// <summary>Restored by a person.</summary>
    public Expected Runaway => _stops.Single(stop => stop.Target.Name == "role/runaway" && stop.Trip.Round == 0);

    public Expected RunawayAgain => _stops.Single(stop => stop.Target.Name == "role/runaway" && stop.Trip.Round == 1);

    /// <summary>Known from the log group alone.</summary>
    public Expected Gap => _stops.Single(stop => stop.Target.Name == "role/gap");

    /// <summary>
    /// Throws what does not hold. Said without Shouldly, which compiles each condition anew: this runs thousands of times.
    /// </summary>
    public async Task CheckAsync()
    {
        await CheckTotalsAsync();
        await CheckStopsAsync();
        await CheckDeniesAsync();
        CheckWords();
        Hold((await _account.Ports.Stops.PendingAsync(default)).Count == 0, "words are left untold");
    }

    private static void Hold(bool condition, string what)
    {
        if (!condition)
            throw new InvariantBrokenException(what);
    }

    private async Task CheckTotalsAsync()
    {
        var read = await _account.Ports.Ledger.ReadAsync([.. _totals.Keys], default);
        foreach (var (i, (key, total)) in _totals.Index())
            Hold(read[i] == total, $"{key} is {read[i]} and not {total}");
        if (!_enforces)
            return;
        var trip = Runaway.Trip;
        var rule = _account.Policy.Rules.Single(rule => rule.Id == trip.Rule);
        var allowance =
            await CounterLedger.AllowanceAsync(_account.Ports.Ledger, _rules.AllowancesOf(rule, trip.Scope), trip.Window, default);
        Hold(allowance == new Allowance(Raise, 1), $"what a person granted once is {allowance}");
    }

    private async Task CheckStopsAsync()
    {
        foreach (var expected in _stops)
        {
            var stop = await _account.Ports.Stops.FindAsync(expected.Id, default);
            Hold(stop is not null, $"a breach without its stop: {expected.Trip}");
            Hold(stop!.State == expected.State && stop.Target == expected.Target, $"{stop} should be {expected}");
        }

        foreach (var stop in await _account.Ports.Stops.OpenAsync(default))
            Hold(_stops.Exists(expected => expected.Id == stop.Id), $"an innocent is stopped: {stop}");
    }

    private async Task CheckDeniesAsync()
    {
        foreach (var target in _everybody)
        {
            var isExpected = _stops.Exists(stop => stop.State == StopState.Enforced && stop.Target == target);
            Hold(await _account.Denies.IsDeniedAsync(target, default) == isExpected, isExpected
                ? $"{target.Name} is not denied"
                : $"{target.Name} is denied and innocent");
        }
    }

    private void CheckWords()
    {
        var notifier = _account.Notifier;
        foreach (var expected in _stops)
        {
            foreach (var state in expected.Told)
            {
                Hold(notifier.Stops.Any(stop => stop.Id == expected.Id && stop.State == state),
                    $"{state} of {expected.Trip} was never told");
            }
        }

        foreach (var (key, least) in _notices)
            Hold(notifier.Notices.Any(notice => notice.Key == key && notice.Measured >= least), $"{key} was never told");
        foreach (var notice in notifier.Notices)
        {
            Hold(notice.Key.Trip.Rule == "budget" || _mayBeTold.Contains(notice.Key)
                || _notices.Exists(one => one.Key == notice.Key), $"{notice.Key} was told and is not true");
        }

        Hold(notifier.Notices.Any(notice => notice.Key.Trip.Rule == "budget"), "the budget was never told");
        Hold(notifier.Alerts.Any(alert => alert.Kind == "costAnomaly"), "the anomaly was never told");
        if (!_enforces)
            return;
        Hold(notifier.Stops.Any(stop => stop.Trip?.Rule == "leak" && stop.LeakedAt is not null), "the leak was never told");
        foreach (var who in (string[])["role/gap", "role/runaway"])
        {
            Hold(notifier.Alerts.Any(alert => alert.Kind == "tampering" && alert.Text.Contains(who)),
                $"that the deny of {who} was gone was never told");
        }
    }

    private void Expect(RuleHit hit, CounterKey counter, decimal measured)
    {
        var limit = hit.Rule.Limit.Bound;
        var trip = hit.Trip(counter.Bucket, round: 0);
        // A window that was over when its last records came is told of, and stops nobody.
        var isLate = counter.Scope.Contains("session=late");
        var isRaised = _enforces && counter.Scope.Contains("role/runaway") && hit.Rule.Id == "daily";
        Notices(trip, hit.Rule, limit, measured);
        if (isRaised)
            Notices(trip with { Round = 1 }, hit.Rule, limit + Raise, measured);
        if (measured < limit || hit.Target is not { } target || isLate)
            return;
        _stops.Add(hit.Rule switch
        {
            _ when !_enforces && hit.Rule.Id != "hourly" => new Expected(trip, target, StopState.Observed, [StopState.Observed]),
            _ when !_enforces => new Expected(trip, target, StopState.Released, [StopState.Observed]),
            { Id: "approved" } => new Expected(trip, target, StopState.Enforced, [StopState.AwaitingApproval, StopState.Enforced]),
            { Id: "hourly" } => new Expected(trip, target, StopState.Released, [StopState.Enforced, StopState.Released]),
            _ when isRaised => new Expected(trip, target, StopState.Released, [StopState.Enforced, StopState.Released]),
            _ => new Expected(trip, target, StopState.Enforced, [StopState.Enforced]),
        });
        if (isRaised)
            _stops.Add(new Expected(trip with { Round = 1 }, target, StopState.Enforced, [StopState.Enforced]));
        if (_enforces && target is StopTarget.Session { PrincipalName: "role/leaky" } session)
        {
            var wider = trip with { Scope = $"{trip.Scope}|escalated={trip.StopId()}" };
            _stops.Add(new Expected(wider, new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn),
                StopState.Enforced, [StopState.Enforced]));
        }
    }

    private void Notices(TripKey trip, CountedRule rule, decimal limit, decimal measured)
    {
        // What was passed before a raise is told once more only if its records come again.
        foreach (var percent in rule.NotifyPercents.Where(percent => measured >= limit * percent / 100))
        {
            if (trip.Round == 0)
                _notices.Add((new NoticeKey.OfTrip(trip, NoticeKey.Percent(percent)), limit * percent / 100));
            else
                _mayBeTold.Add(new NoticeKey.OfTrip(trip, NoticeKey.Percent(percent)));
        }

        if (measured >= limit)
            _notices.Add((new NoticeKey.OfTrip(trip, NoticeKey.Breach), limit));
    }

    private CounterKey KeyOf(RuleHit hit, Invocation call) =>
        new(hit.Scope, hit.Windows.Bucket(call.Timestamp.ToUnixTimeSeconds()));
}

/// <summary>A stop that must be: where it stands in the end, and in which states it must have been told.</summary>
internal sealed record Expected(TripKey Trip, StopTarget Target, StopState State, IReadOnlyList<StopState> Told)
{
    public string Id => Trip.StopId();
}

/// <summary>Something that must hold whatever fails does not.</summary>
internal sealed class InvariantBrokenException(string message) : Exception(message);
