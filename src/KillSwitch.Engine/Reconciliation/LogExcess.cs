using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>
/// Finds where the log counts more than the metrics do: records that Bedrock did not write, as it counts every call that it serves. Hours
/// are looked at when both have had time to come, and again while the metrics of them are read: what comes late takes its excess away.
/// </summary>
public sealed class LogExcess(Reconciler reconciler, ExcessBook book)
{
    private const int MostKept = 200;

    // Metrics come within minutes.
    private static readonly TimeSpan Settles = Reconciler.Skew + TimeSpan.FromMinutes(20);

    // As long as counters are looked at.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    /// <param name="regions">Those whose log and metrics were read.</param>
    /// <returns>All that is known now, the newest first.</returns>
    public async ValueTask<IReadOnlyList<ExcessHour>> LookAsync(
        IEnumerable<string> regions, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = await book.KnownAsync(cancellation);
        var after = before.Where(one => one.Hour.Until + Kept > now).ToList();
        foreach (var region in regions)
        {
            foreach (var hour in reconciler.HoursRead(region, now - Settles).ToList())
            {
                after.RemoveAll(one => one.Region == region && one.Hour == hour);
                after.AddRange(await reconciler.ExcessAsync(region, hour, cancellation));
            }
        }

        List<ExcessHour> known = [.. after.OrderByDescending(one => one.Hour.Start).ThenByDescending(one => one.Usage.Cost).Take(MostKept)];
        if (!known.SequenceEqual(before))
            await book.KeepAsync(known, cancellation);
        return known;
    }
}
