using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.Backfill;

/// <summary>
/// Fills what a subscription left out: where the metrics count more than the ledger holds, the log group is read over that span at once;
/// and every hour of it is read once when it is over, as a small gap may hide behind the delay of the metrics. What is found goes through
/// the meter, which counts each record once. A sweep is cut into slices and goes on after any interruption.
/// </summary>
public sealed class Backfiller(GuardPorts ports, Reconciler reconciler, IInvocationArchive archive, Meter meter)
{
    // A record may take so long to be delivered in the ordinary way.
    private static readonly TimeSpan Delivery = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    // An hour is audited when everything that was delivered late has come.
    private static readonly TimeSpan AuditAfter = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan LongestArrears = TimeSpan.FromDays(3);

    private readonly TimeProvider _clock = ports.Clock;

    /// <summary>Looks for leaks in what was missing; null where nobody does.</summary>
    public LeakSearch? Leaks { get; init; }

    private string Name => "backfill/" + archive.Region;

    /// <param name="mayBegin">Whether to look for a gap; a sweep that was begun goes on in any case.</param>
    /// <param name="now">When.</param>
    /// <param name="until">When to leave off; what is left is done by the next run.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<BackfillReport> RunAsync(bool mayBegin, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        var report = new BackfillReport();
        var book = await SweepBook.OpenAsync(ports.Memory, Name, cancellation);
        if (!book.Sweep.IsOpen)
        {
            if (book.Sweep.Audited < now - LongestArrears || ClockSkew.IsAhead(book.Sweep.Audited, now))
            {
                // There was no watch, or it was down for long: what lies further back is not looked for.
                var audited = reconciler.HourOf(book.Sweep.Audited == DateTimeOffset.UnixEpoch ? now : now - LongestArrears);
                if (!await book.TryWriteAsync(book.Sweep with { Audited = audited }, cancellation))
                    return report;
            }

            if (mayBegin && (now >= book.Sweep.NotBefore || ClockSkew.IsAhead(book.Sweep.NotBefore, now))
                && await GapAsync(now, cancellation) is { } gap)
            {
                book.Begin(gap.From - Reconciler.Skew, Least(gap.Until + Reconciler.Skew, now));
            }
            else if (book.Sweep.Audited + Sweep.AuditLength + AuditAfter <= now)
            {
                book.Begin(book.Sweep.Audited, book.Sweep.Audited + Sweep.AuditLength);
            }
            else
            {
                return report;
            }
        }

        report.From = book.Sweep.From;
        while (book.Sweep.IsOpen && _clock.GetUtcNow() < until && await FillAsync(book, now, until, report, cancellation))
        {
            // The next slice.
        }

        report.Until = book.Sweep.From;
        return report;
    }

    /// <summary>
    /// Fills one slice and writes down how far it came. False when someone else is at it: then whatever they wrote stands, and they, or
    /// whoever comes after them, go on.
    /// </summary>
    private async ValueTask<bool> FillAsync(
        SweepBook book, DateTimeOffset now, DateTimeOffset until, BackfillReport report, CancellationToken cancellation)
    {
        // What was counted by one who died over it is judged by nobody else. Whoever was only slow must not take it for done, either.
        var isWhole = book.Sweep.IsUnjudged;
        if (isWhole && !await book.TryWriteAsync(book.Sweep, cancellation))
            return false;
        var (from, to) = (book.Sweep.From, Least(book.Sweep.From + book.Sweep.Slice, book.Sweep.Until));
        var (found, isMarked) = (0L, isWhole);
        await foreach (var page in archive.ReadAsync(from, to, cancellation))
        {
            var records = isWhole ? page.Records : await ports.Book.UncountedAsync(page.Records, cancellation);
            if (records.Count > 0 && !isMarked)
            {
                if (!await book.TryWriteAsync(book.Sweep with { Unjudged = to }, cancellation))
                    return false;
                isMarked = true;
            }

            var cycle = await meter.RunAsync(records, now, cancellation);
            found += cycle.Counted;
            report.Add(page, cycle);
            if (Leaks is not null)
                report.Add(await Leaks.RunAsync(cycle.Records, now, cancellation));
            // The time did not suffice. Of a slice that this run began, everything that it counted is judged, too.
            if (_clock.GetUtcNow() >= until)
                return await book.TryWriteAsync(isWhole ? book.Sweep.Halve() : book.Sweep.Halve() with { Unjudged = from }, cancellation);
        }

        var next = book.Sweep.Advance(to, found);
        return await book.TryWriteAsync(next.IsOpen ? next : next.End(now), cancellation);
    }

    /// <summary>The hours in which the metrics of the endpoint that logs count more than the ledger holds; null for none.</summary>
    private async Task<Window?> GapAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var settled = (now - Delivery).ToUnixTimeSeconds();
        var reach = new Window(reconciler.HourOf(now - Reach).ToUnixTimeSeconds(), settled);
        if (!await LacksAsync(reach, settled, cancellation))
            return null;
        Window? gap = null;
        for (var hour = reach.From; hour < reach.Until; hour += TimeSpan.FromHours(1))
        {
            var window = new Window(hour.ToUnixTimeSeconds(), Math.Min(settled, (hour + TimeSpan.FromHours(1)).ToUnixTimeSeconds()));
            if (await LacksAsync(window, settled, cancellation))
                gap = new Window(gap?.Start ?? window.Start, window.End);
        }

        return gap ?? reach;
    }

    private async Task<bool> LacksAsync(Window window, long settled, CancellationToken cancellation) =>
        (await reconciler.UnattributedAsync(window, settled, cancellation))
            .Any(model => model.Region == archive.Region && model.Usage.Tokens.TotalTokens > model.Mantle.Tokens.TotalTokens);

    private static DateTimeOffset Least(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}

/// <summary>What a run found in the log group.</summary>
public sealed record BackfillReport
{
    /// <summary>What was swept; null when nothing was.</summary>
    public DateTimeOffset? From { get; set; }

    public DateTimeOffset? Until { get; set; }

    /// <summary>Records that were missing and are counted now.</summary>
    public int Counted { get; private set; }

    /// <summary>Records that could not be read.</summary>
    public int Damaged { get; private set; }

    /// <summary>What those records add up to.</summary>
    public Usage Usage { get; private set; }

    /// <summary>What their counting led to.</summary>
    public IList<Core.Stops.Stop> Stops { get; } = [];

    internal void Add(IEnumerable<Core.Stops.Stop> wider)
    {
        foreach (var stop in wider)
            Stops.Add(stop);
    }

    internal void Add(ArchivePage page, MeterReport cycle)
    {
        Counted += cycle.Counted;
        Damaged += page.Damaged + cycle.Ahead.Count;
        Usage += cycle.Usage;
        foreach (var stop in cycle.Stops)
            Stops.Add(stop);
    }
}
