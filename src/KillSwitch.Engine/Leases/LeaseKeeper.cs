using System.Globalization;
using KillSwitch.Core.Leases;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Leases;

/// <summary>What became of a lease in one run.</summary>
/// <param name="Withheld">Why it was not renewed; null where it was.</param>
/// <param name="Lifted">Whom the deny of a lapsed lease was taken off.</param>
public sealed record LeaseReport(string? Withheld, IReadOnlyList<string> Lifted);

/// <summary>Renews the lease while the guard is fit, and lets go whom its lapse denied.</summary>
public sealed class LeaseKeeper(LeaseTerms terms, ILeaseBook book, ILeaseDeny deny, INotifier notifier)
{
    /// <param name="report">What the watch did and found in this run.</param>
    /// <param name="open">Every open stop.</param>
    /// <param name="now">When the run began: what it found is no newer than that.</param>
    public async ValueTask<LeaseReport> RunAsync(
        MinuteReport report, IReadOnlyList<Stop> open, DateTimeOffset now, CancellationToken cancellation)
    {
        if (Fitness.Obstacle(report, open) is { } obstacle)
        {
            await book.WithholdAsync(obstacle, now, cancellation);
            return new LeaseReport(obstacle, []);
        }

        // IAM is asked first: a guard that it does not answer renews nothing.
        var holders = await deny.HoldersAsync(cancellation);
        // INVARIANT (renew, then lift): whoever reads the old lease in between attaches once more, and the next run takes it off.
        await book.RenewAsync(now, now + terms.Length, cancellation);
        foreach (var holder in holders)
            await deny.LiftAsync(holder, cancellation);
        if (holders.Count > 0)
            await notifier.TellAsync(PendingMessage.Of(Renewed(holders, now)), cancellation);
        return new LeaseReport(null, holders);
    }

    private Alert Renewed(IReadOnlyList<string> holders, DateTimeOffset now) => new()
    {
        Head = "LEASE RENEWED",
        Subject = $"{string.Join(", ", holders)} may spend again",
        Text = "The guard is well and has renewed its lease. The deny of the lapsed lease was taken off everyone who held it; whoever has "
            + "a stop of their own stays stopped.",
        Kind = "leaseRenewed",
        At = now,
        Details =
        [
            ("whom", string.Join(", ", holders)),
            ("until", (now + terms.Length).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC"),
        ],
    };
}
