using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Backfill;

/// <summary>Counts and judges what a span of the log group holds and the ledger lacks, in large batches.</summary>
public sealed class SpanFiller(GuardPorts ports, IInvocationArchive archive, Meter meter)
{
    // Of a batch: the counters of its callers are written and read once for all of them.
    private const int MostRecords = 5_000;

    private readonly TimeProvider _clock = ports.Clock;

    /// <summary>Looks for leaks in what was missing; null where nobody does.</summary>
    public LeakSearch? Leaks { get; init; }

    /// <param name="from">Where the span begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="isWhole">Whether what is counted is judged as well.</param>
    /// <param name="now">When.</param>
    /// <param name="until">When to leave off.</param>
    /// <param name="report">Takes what was found.</param>
    /// <param name="mark">Called before the first record is counted; false where somebody else is at it.</param>
    /// <param name="isLeftWhereDense">Whether a span of very many records is left as it is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null where somebody else is at it.</returns>
    public async ValueTask<FilledSpan?> FillAsync(
        DateTimeOffset from, DateTimeOffset to, bool isWhole, DateTimeOffset now, DateTimeOffset until, BackfillReport report,
        Func<ValueTask<bool>> mark, bool isLeftWhereDense, CancellationToken cancellation)
    {
        await using var pages = await SpanPages.OpenAsync(archive, from, to, cancellation);
        if (isLeftWhereDense && pages.Density is { } density)
            return new FilledSpan(from) { Density = density };
        var (counted, isMarked) = (0, isWhole);
        while (await pages.TakeAsync(MostRecords, cancellation) is { } some)
        {
            var records = some.SelectMany(page => page.Records).ToList();
            var missing = isWhole ? records : await ports.Book.UncountedAsync(records, cancellation);
            if (missing.Count > 0 && !isMarked && !await mark())
                return null;
            isMarked |= missing.Count > 0;
            var cycle = await meter.RunAsync(missing, now, cancellation);
            counted += cycle.Counted;
            report.Add(some.Sum(page => page.Damaged), cycle);
            if (Leaks is not null)
                report.Add(await Leaks.RunAsync(cycle.Records, now, cancellation));
            if (_clock.GetUtcNow() >= until)
                break;
        }

        return new FilledSpan(pages.Reached) { Counted = counted, Problem = pages.Problem };
    }
}
