using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// One cycle's judgements: each trip is dealt with once, and whoever has to be told is told after everyone who has to be stopped is
/// stopped.
/// </summary>
internal sealed class BatchEvaluation(CycleContext context, DateTimeOffset now, CancellationToken cancellation)
{
    private readonly StopOpening _opening = context.Opening;
    private readonly Doubts? _doubts = context.Doubts;
    private readonly MessageDelivery _delivery = context.Enforcement.MessageDelivery;
    private readonly Failures _failures = new();
    private readonly HashSet<string> _met = [];
    private readonly HashSet<string> _doubted = [];
    private readonly HashSet<NoticeKey.OfTrip> _keys = [];
    private readonly List<Notice> _toTell = [];

    public async ValueTask JudgeAsync(CounterEvaluation one, ICollection<Stop> report)
    {
        var hit = one.Hit;
        if (!hit.Rule.TellsCallersApart)
            one = one with { Total = one.Total.Together() };
        var trip = hit.Trip(one.Window, one.Allowance.Round);
        foreach (var percent in Evaluator.LevelsCrossed(hit.Rule, one.Before, one.Total, one.Allowance.Amount))
            ToTell(one, new NoticeKey.OfTrip(trip, NoticeKey.Percent(percent)), evidence: null);

        var reading = new Reading(hit.Subject, one.Window, one.Total, one.Second, one.Burn, one.Lag, one.Allowance.Amount, one.Unattributed,
            one.Ahead, one.Timing);
        if (Evaluator.Breach(hit.Rule.Limit, reading) is not { } evidence)
            return;
        if (evidence.Total.Unpriced.Amount > 0)
            evidence = evidence with { NoPrice = one.NoPrice };
        // A late record can tip a window that has turned: its stop would be over before it began, so it is only told.
        var isOver = _opening.EndsAt(hit.Rule, one.Total, trip, now) <= now;
        if (hit.Target is { } target && !isOver && !_met.Contains(trip.StopId()))
        {
            await _failures.TryAsync(async () =>
            {
                var unconfirmed = _doubts is null ? null : await _doubts.OfAsync(hit, one.Window, reading, cancellation);
                // What is in doubt at this record may not be at the next.
                if ((unconfirmed is null ? _met : _doubted).Add(trip.StopId())
                    && await _opening.OpenAsync(
                        hit.Rule, new StopCause.ByRule(trip, evidence), target, now, cancellation, unconfirmed) is { } stop)
                {
                    report.Add(stop);
                }
            });
        }

        if (hit.Rule.NotifyBreach || isOver)
            ToTell(one, new NoticeKey.OfTrip(trip, NoticeKey.Breach), evidence);
    }

    /// <summary>Tells, and throws what could not be stopped or told: the batch comes again.</summary>
    public async ValueTask TellAsync(ICollection<Notice> report)
    {
        foreach (var notice in _toTell)
        {
            await _failures.TryAsync(async () =>
            {
                if (await _delivery.TryTellAsync(notice.Key, PendingMessage.Of(notice), cancellation))
                    report.Add(notice);
            });
        }

        _failures.Throw();
    }

    private void ToTell(CounterEvaluation one, NoticeKey.OfTrip key, Evidence? evidence)
    {
        if (!_keys.Add(key))
            return;
        var rule = one.Hit.Rule.Limit;
        var (limit, measured) = (rule.With(one.Allowance.Amount), rule.Of(one.Total));
        _toTell.Add(new Notice(key, one.Hit.Subject, one.Account, measured, limit, rule.Unit, one.Window, now, evidence)
        {
            Outlook = key.Level == NoticeKey.Breach ? null : Outlook.Of(one.Hit, one.Window, measured, limit, one.Burn, one.Second, now),
            Next = one.Hit.Target is null ? null : _opening.StateOf(one.Hit.Rule, one.Total),
            Target = one.Hit.Target?.Name,
            Obstacle = one.Hit.Target is { } target ? context.Enforcement.Ports.Enforcer.Obstacle(target) : null,
        });
    }
}
