using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// Looks where the log exceeds the metrics, lets go ahead what waited for that alone once the metrics confirm it, and tells which stops in
/// force rest on it: whether those are lifted is a person's to say.
/// </summary>
public sealed class DoubtReview(CycleContext context, Doubts doubts, Reconciler reconciler)
{
    /// <param name="findings">Takes what was found.</param>
    /// <param name="regions">Those whose log and metrics were read.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The stops that go ahead, as they stand now.</returns>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(
        Findings findings, IEnumerable<string> regions, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = await new LogExcess(reconciler, new ExcessBook(context.Ports.Memory)).LookAsync(regions, now, cancellation);
        doubts.GoBy(known);
        var (confirmed, resting) = (new List<Stop>(), new List<Stop>());
        var open = await context.Ports.Stops.OpenAsync(cancellation);
        foreach (var stop in open.Where(stop => stop.IsActive || stop.Unconfirmed is not null))
        {
            if (stop.Trip is not { } trip || (known.Count == 0 && stop.Unconfirmed is null)
                || context.Rules.HitOf(trip.Rule, trip.Counter) is not { } hit)
            {
                continue;
            }

            var (totals, allowance, _) = await CounterLedger.ReadAsync(context.Ports.Ledger, hit, trip.Window, cancellation);
            var total = totals.Aggregate(default(Usage), (sum, one) => sum + one.Usage) - allowance.Spared;
            var reading =
                new Reading(hit.Subject, trip.Window, total, now.ToUnixTimeSeconds(), Burn: null, TimeSpan.Zero, allowance.Amount);
            var isDoubted = await doubts.OfAsync(hit, trip.Window, reading, cancellation) is not null;
            var goesAhead = !isDoubted && stop is { State: StopState.AwaitingApproval, Unconfirmed: not null }
                && Evaluator.Breach(hit.Rule.Limit, reading) is not null;
            if (isDoubted && stop.State == StopState.Enforced)
            {
                resting.Add(stop);
            }
            else if (goesAhead
                && await context.Enforcement.CommandAsync(
                stop, new StopCommand.Approve(now, Doubts.Approver), cancellation) is StopTransition.To { Next: var next })
            {
                confirmed.Add(next);
            }
        }

        findings.Look([GuardCondition.LogExceedsMetrics], FindingsOfExcess.Of(known, resting, now));
        return confirmed;
    }
}
