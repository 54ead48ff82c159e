using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>What one run of the watch did.</summary>
public sealed record MinuteReport
{
    /// <summary>Stops that were taken up, verified or opened, as they stand now.</summary>
    public IList<Stop> Stops { get; } = [];

    /// <summary>Metrics that were asked for; a thousand cost a cent.</summary>
    public int MetricsRequested { get; set; }

    /// <summary>Models that the metrics name and that have no price.</summary>
    public ISet<string> Unpriced { get; } = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Today's usage that the metrics count and no log explains, late records left time to arrive; null when nothing was read.
    /// </summary>
    public Usage? Unattributed { get; set; }

    public IList<BackfillReport> Backfills { get; } = [];

    public IReadOnlyList<LastingCondition> Conditions { get; set; } = [];

    /// <summary>What could not be read of what the guard keeps.</summary>
    public IReadOnlyList<DamagedItem> Damaged { get; set; } = [];

    /// <summary>Jobs under stops; null when nothing was looked for.</summary>
    public SweepReport? Work { get; set; }

    /// <summary>Duties that failed; the others were done all the same.</summary>
    public IList<(string Duty, Exception Error)> Failures { get; } = [];
}
