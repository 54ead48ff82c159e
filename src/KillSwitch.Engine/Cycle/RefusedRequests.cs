using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Undoes what somebody asked for who may not, and tells of it: a restore, with what was granted, an approval, a stop by hand. Who asked is
/// what they wrote down themselves; that nobody else writes it down is what the table's own policy is for.
/// </summary>
public sealed class RefusedRequests(CycleContext context)
{
    private readonly ILedger _ledger = context.Ports.Ledger;
    private readonly IStopStore _stops = context.Ports.Stops;
    private readonly Enforcement _enforcement = context.Enforcement;

    /// <returns>The stops whose requests were refused, as they stand now; what follows from that is the next to be done.</returns>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var (refused, failures) = (new List<Stop>(), new Failures());
        var (open, asking) = (await _stops.OpenAsync(cancellation), _enforcement.Asking);
        foreach (var stop in open)
        {
            if (asking.Refusal(stop, open) is { } why)
                await failures.TryAsync(() => RefuseAsync(stop, why));
        }

        failures.Throw();
        return refused;

        async ValueTask RefuseAsync(Stop stop, string why)
        {
            if (StopTransition.Decide(new StopCommand.Refuse(now, why), stop) is not StopTransition.To { Next: var next })
                return;
            // First: whoever dies afterwards finds the request still to be refused, and what is taken back counts once.
            var taken = await TakeBackAsync(stop, cancellation);
            var word = new PendingMessage($"{stop.Id}/{next.Revision}", now, new MessageContent.OfAlert(Alert(stop, why, taken, now)));
            if (!await _stops.TryAdvanceAsync(stop, next, word, cancellation))
                return;
            await _enforcement.MessageDelivery.TellAsync(word, cancellation);
            refused.Add(next);
        }
    }

    // No more than is there: what was granted is a claim, too, and a limit below zero would stop somebody else.
    private async ValueTask<decimal> TakeBackAsync(Stop stop, CancellationToken cancellation)
    {
        if (stop.RaisedAt is not { } at || stop.Trip is not { } trip
            || context.Rules.Policy.Rules.FirstOrDefault(rule => rule.Id == trip.Rule) is not { } rule)
        {
            return 0;
        }

        var counters = context.Rules.AllowancesOf(rule, trip.Scope);
        var granted = await CounterLedger.AllowanceAsync(_ledger, counters, trip.Window, cancellation);
        var taken = Math.Clamp(stop.Raise, 0, Math.Max(0, granted.Amount));
        if (taken > 0)
        {
            await _ledger.CountAsync(
                [counters.TakeBack(
                stop.Target.Account, taken, trip.Window, FormattableString.Invariant($"{stop.Id}/{stop.Revision}/taken back"), stop.At,
                at)], cancellation);
        }

        return taken;
    }

    private static Alert Alert(Stop stop, string why, decimal taken, DateTimeOffset now)
    {
        var (head, what) = stop.State == StopState.Releasing ? ("NOT RESTORED", "to restore it, and it stays stopped")
            : stop.Cause is StopCause.ByPerson ? ("NOT STOPPED", "to stop it by hand, and nothing is stopped by that")
            : ("NOT APPROVED", "to let its stop go ahead, which waits on");
        return new Alert
        {
            Head = head,
            Subject = $"{stop.Target.Name}: refused",
            Text = $"{stop.AskedBy} asked {what}: {why}."
                + (taken > 0 && stop.Evidence is { Unit: var unit }
                    ? $" What was granted with it, {Figure.Text(unit, taken)}, is taken back."
                    : ""),
            Remedy = "find out how they came to write the guard's table: its policy lets only the guard and its operators write",
            Kind = "requestRefused",
            At = now,
            Details = [("stop", stop.Id), ("by", stop.AskedBy!)],
        };
    }
}
