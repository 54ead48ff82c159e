using System.Runtime.ExceptionServices;
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
/// the meter, which counts each record once. A sweep is cut into slices and goes on after any interruption. What is missing of this hour
/// and the one before is urgent: it has a sweep of its own, which no other holds up. A span of very many records is cut up among workers,
/// where there are any.
/// </summary>
/// <param name="ports">Of the guard.</param>
/// <param name="reconciler">Knows what the metrics count.</param>
/// <param name="archive">The log group.</param>
/// <param name="filler">Fills a span in this process.</param>
public sealed class Backfiller(GuardPorts ports, Reconciler reconciler, IInvocationArchive archive, SpanFiller filler)
{
    // A record may take so long to be delivered in the ordinary way.
    private static readonly TimeSpan Delivery = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Reach = TimeSpan.FromHours(24);
    private static readonly TimeSpan Urgent = TimeSpan.FromHours(1);

    // An hour is audited when everything that was delivered late has come.
    private static readonly TimeSpan AuditAfter = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan LongestArrears = TimeSpan.FromDays(3);

    // What a worker fills in some seconds: what it leaves behind another that was slower is read again.
    private const int RecordsOfAnOrder = 12_000;
    private static readonly TimeSpan ShortestOrder = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = ports.Clock;
    private SweepBook? _urgent;
    private SweepBook? _rest;
    // Where none answers, as none may be called, this process does what it can.
    private bool _asksWorkers = true;

    /// <summary>Fill spans of very many records; null where this process does all itself.</summary>
    public ISpanWorkers? Workers { get; init; }

    private string Name => "backfill/" + archive.Region;

    /// <summary>Takes up what was begun, and looks for more.</summary>
    /// <param name="mayBegin">Whether to look for a gap; a sweep that was begun goes on in any case.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask BeginAsync(bool mayBegin, DateTimeOffset now, CancellationToken cancellation)
    {
        var urgent = await SweepBook.OpenAsync(ports.Memory, Name + "/urgent", cancellation);
        var rest = await SweepBook.OpenAsync(ports.Memory, Name, cancellation);
        if (!rest.Sweep.IsOpen && (rest.Sweep.Audited < now - LongestArrears || ClockSkew.IsAhead(rest.Sweep.Audited, now)))
        {
            // There was no watch, or it was down for long: what lies further back is not looked for.
            var audited = reconciler.HourOf(rest.Sweep.Audited == DateTimeOffset.UnixEpoch ? now : now - LongestArrears);
            if (!await rest.TryWriteAsync(rest.Sweep with { Audited = audited }, cancellation))
                return;
        }

        if (mayBegin && (MayBegin(urgent) || MayBegin(rest)))
        {
            var gaps = await GapsAsync(now, cancellation);
            var recent = reconciler.HourOf(now - Urgent).ToUnixTimeSeconds();
            Begin(urgent, gaps.Where(gap => gap.Start >= recent));
            Begin(rest, gaps.Where(gap => gap.Start < recent));
        }

        if (!rest.Sweep.IsOpen && rest.Sweep.Audited + Sweep.AuditLength + AuditAfter <= now)
            rest.Begin(rest.Sweep.Audited, rest.Sweep.Audited + Sweep.AuditLength);
        (_urgent, _rest) = (urgent, rest);

        bool MayBegin(SweepBook book) =>
            !book.Sweep.IsOpen && (now >= book.Sweep.NotBefore || ClockSkew.IsAhead(book.Sweep.NotBefore, now));

        void Begin(SweepBook book, IEnumerable<Window> gaps)
        {
            if (MayBegin(book) && gaps.ToList() is [var first, ..] all)
                book.Begin(first.From - Reconciler.Skew, Least(all[^1].Until + Reconciler.Skew, now));
        }
    }

    /// <summary>What may be judged on windows that are open still; null where nothing of it is missing.</summary>
    public ValueTask<BackfillReport?> FillUrgentAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) =>
        FillAsync(_urgent, now, until, cancellation);

    /// <summary>Older gaps, and what is read in any case; null where there is nothing of either.</summary>
    public ValueTask<BackfillReport?> FillRestAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) =>
        FillAsync(_rest, now, until, cancellation);

    /// <param name="until">When to leave off; what is left is done by the next run.</param>
    private async ValueTask<BackfillReport?> FillAsync(
        SweepBook? book, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        if (book is not { Sweep.IsOpen: true })
            return null;
        var report = new BackfillReport { From = book.Sweep.From };
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
        var began = _clock.GetUtcNow();
        var filled = await filler.FillAsync(
            from, to, isWhole, now, until, report, () => book.TryWriteAsync(book.Sweep with { Unjudged = to }, cancellation),
            isLeftWhereDense: _asksWorkers && Workers is not null, cancellation);
        if (filled is null)
            return false;
        if (filled.Density is { } density)
            return await OrderAsync(book, density, until, report, cancellation);
        // Of a slice that this run began, everything that it counted is judged, too.
        return await WriteAsync(
            book, filled, to, judged: isWhole ? null : filled.Reached, _clock.GetUtcNow() - began, now, cancellation);
    }

    /// <summary>The same for several slices at once, each by a worker.</summary>
    private async ValueTask<bool> OrderAsync(
        SweepBook book, double density, DateTimeOffset until, BackfillReport report, CancellationToken cancellation)
    {
        var began = _clock.GetUtcNow();
        var isWhole = book.Sweep.IsUnjudged;
        var length = Least(book.Sweep.Slice, Most(ShortestOrder, TimeSpan.FromSeconds(RecordsOfAnOrder / density)));
        var orders = new List<SpanOrder>();
        for (var from = book.Sweep.From; from < book.Sweep.Until && orders.Count < Workers!.AtOnce; from += length)
            orders.Add(new SpanOrder(archive.Region, from, Least(from + length, book.Sweep.Until), isWhole, until));
        var to = orders[^1].To;
        if (!isWhole && !await book.TryWriteAsync(book.Sweep with { Unjudged = to }, cancellation))
            return false;
        var failed = 0;
        var answers = await Task.WhenAll(orders.Select(AskAsync));
        _asksWorkers = failed < orders.Count;
        var reached = book.Sweep.From;
        foreach (var (order, answer) in orders.Zip(answers))
        {
            report.Add(answer);
            if (reached == order.From)
                reached = Most(reached, answer.Reached);
        }

        var filled = new FilledSpan(reached) { Counted = answers.Sum(answer => answer.Counted) };
        // Who gave no answer may have counted, and died before judging.
        return await WriteAsync(
            book, filled, to, judged: isWhole || failed > 0 ? null : reached, _clock.GetUtcNow() - began, began, cancellation);

        async Task<SpanAnswer> AskAsync(SpanOrder order)
        {
            try
            {
                return await Workers!.FillAsync(order, cancellation);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                report.WorkerProblem ??= error;
                failed++;
                return new SpanAnswer(order.From, 0, 0);
            }
        }
    }

    /// <param name="judged">Up to where what was counted is judged; null for as it stands.</param>
    private static async ValueTask<bool> WriteAsync(
        SweepBook book, FilledSpan filled, DateTimeOffset to, DateTimeOffset? judged, TimeSpan took, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var next = filled.Reached > book.Sweep.From || filled.Problem is not null
            ? book.Sweep.Advance(filled.Reached, filled.Counted)
            : book.Sweep.Halve().Advance(book.Sweep.From, filled.Counted);
        if (filled.Reached < to)
            next = next with { Unjudged = judged ?? next.Unjudged };
        else
            next = next.Grow(took);
        if (!await book.TryWriteAsync(next.IsOpen ? next : next.End(now), cancellation))
            return false;
        if (filled.Problem is { } problem)
            ExceptionDispatchInfo.Throw(problem);
        return true;
    }

    /// <summary>
    /// The hours in which the metrics of the endpoint that logs count more than the ledger holds, in their order; none where nothing is
    /// missing.
    /// </summary>
    private async Task<IReadOnlyList<Window>> GapsAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var settled = (now - Delivery).ToUnixTimeSeconds();
        var reach = new Window(reconciler.HourOf(now - Reach).ToUnixTimeSeconds(), settled);
        if (!await LacksAsync(reach, settled, cancellation))
            return [];
        var gaps = new List<Window>();
        for (var hour = reach.From; hour < reach.Until; hour += TimeSpan.FromHours(1))
        {
            var window = new Window(hour.ToUnixTimeSeconds(), Math.Min(settled, (hour + TimeSpan.FromHours(1)).ToUnixTimeSeconds()));
            if (await LacksAsync(window, settled, cancellation))
                gaps.Add(window);
        }

        return gaps.Count == 0 ? [reach] : gaps;
    }

    private async Task<bool> LacksAsync(Window window, long settled, CancellationToken cancellation) =>
        (await reconciler.UnattributedAsync(window, settled, cancellation))
            .Any(model => model.Region == archive.Region && model.Usage.Tokens.TotalTokens > model.Mantle.Tokens.TotalTokens);

    private static DateTimeOffset Least(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Most(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static TimeSpan Least(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Most(TimeSpan left, TimeSpan right) => left > right ? left : right;
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

    /// <summary>Why one of several workers gave no answer; null where each did. What it was to fill is taken up again.</summary>
    public Exception? WorkerProblem { get; set; }

    /// <summary>What those records add up to.</summary>
    public Usage Usage { get; private set; }

    /// <summary>What their counting led to.</summary>
    public IList<Core.Stops.Stop> Stops { get; } = [];

    internal void Add(IEnumerable<Core.Stops.Stop> wider)
    {
        foreach (var stop in wider)
            Stops.Add(stop);
    }

    internal void Add(SpanAnswer answer)
    {
        Counted += answer.Counted;
        Damaged += answer.Damaged;
    }

    internal void Add(int damaged, MeterReport cycle)
    {
        Counted += cycle.Counted;
        Damaged += damaged + cycle.Ahead.Count;
        Usage += cycle.Usage;
        foreach (var stop in cycle.Stops)
            Stops.Add(stop);
    }
}
