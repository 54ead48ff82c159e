using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>
/// Finds where the log counts more than the metrics do: records that Bedrock did not write, as it counts every call that it serves. Hours
/// are looked at when both have had time to come, and again while the metrics of them are read: what comes late takes its excess away.
/// </summary>
public sealed class LogExcess(Reconciler reconciler, IGuardMemory memory)
{
    private const string Name = "logExcess";
    private const int MostKept = 200;

    // Metrics come within minutes.
    private static readonly TimeSpan Settles = Reconciler.Skew + TimeSpan.FromMinutes(20);

    // As long as counters are looked at.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    /// <summary>What is known of it; none where nothing was found.</summary>
    public static async ValueTask<IReadOnlyList<ExcessHour>> KnownAsync(IGuardMemory memory, CancellationToken cancellation) =>
        await KeptText.ReadAsync(memory, Name, Parse, cancellation) ?? [];

    /// <param name="regions">Those whose log and metrics were read.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>All that is known now, the newest first.</returns>
    public async ValueTask<IReadOnlyList<ExcessHour>> LookAsync(IEnumerable<string> regions, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = await KnownAsync(memory, cancellation);
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
            await memory.KeepAsync(Name, string.Join('\n', known.Select(one => one.ToText())), cancellation);
        return known;
    }

    private static IReadOnlyList<ExcessHour> Parse(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ExcessHour.Parse)];
}
