using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>
/// Holds what CloudWatch counts against what the log says. Both count the same calls: what the metrics have and the ledger lacks
/// is unattributed, and it shrinks by itself when a late record arrives, so that nothing counts twice.
/// INVARIANT (no false excess): a call whose two time stamps differ by up to <see cref="Skew"/> is never unattributed.
/// </summary>
/// <param name="book">The ledger; the metrics' counts are kept in it, by the hour.</param>
/// <param name="prices">What tokens cost.</param>
/// <param name="calendar">Of the policy: hours are counted by it.</param>
/// <param name="account">Whose usage.</param>
public sealed class Reconciler(IUsageBook book, IPriceBook prices, WindowCalendar calendar, string account)
{
    // Time stamps differ by crumbs; a dollar an hour and a twentieth do not come from that.
    private const decimal LeastExcess = 1m;
    private const decimal LeastExcessShare = 0.05m;

    private static readonly IReadOnlyList<Dimension> LogView = [Dimension.Account, Dimension.Region, Dimension.Model];

    private readonly Dictionary<string, Recent> _recent = [];
    private readonly Dictionary<string, Dictionary<CounterKey, Usage>> _written = [];
    // What the metrics say of an hour that lies behind every reading does not change.
    private readonly Dictionary<Window, IReadOnlyList<(string Scope, Usage Usage)>> _closed = [];

    /// <summary>
    /// Metrics before this moment are left out: the log's hours of then were cut otherwise and cannot be held against them.
    /// </summary>
    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// The models behind names that hide them: the log and the metrics spell such a name differently. Null where they are told apart by
    /// name.
    /// </summary>
    public RouteBook? Routes { get; init; }

    /// <summary>
    /// How far apart the log and the metrics may put the same call: one is stamped at its start, the other when it ended.
    /// </summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The start of the hour of this moment: a reading begins on one.</summary>
    public DateTimeOffset HourOf(DateTimeOffset at) => calendar.Containing(WindowUnit.Hour, at.ToUnixTimeSeconds()).From;

    /// <summary>
    /// Takes in a reading that begins with an hour, and keeps its hours. Models without a price are added to <paramref name="unpriced"/>.
    /// </summary>
    public async ValueTask TakeAsync(MetricReading reading, ISet<string> unpriced, CancellationToken cancellation)
    {
        var from = reading.From.ToUnixTimeSeconds();
        if (calendar.Containing(WindowUnit.Hour, from).Start != from)
            throw new ArgumentException("a reading begins with an hour", nameof(reading));
        var minutes = new List<Priced>(reading.Minutes.Count);
        var cells = new Dictionary<CounterKey, Usage>();
        await LearnAsync(reading.Minutes.Select(minute => (minute.Region, minute.Model)), cancellation);
        foreach (var minute in reading.Minutes)
        {
            var model = Named(minute.Region, minute.Model);
            var priced = prices.PriceMany(
                model, minute.Region, DateTimeOffset.FromUnixTimeSeconds(minute.Second), minute.Calls, minute.Tokens);
            if (priced.IsUnpriced)
                unpriced.Add(model.Id);
            var scope = MetricScope.Of(account, minute.Region, minute.Endpoint, minute.Model.Raw);
            var usage = priced.Of(minute.Calls, minute.Tokens);
            minutes.Add(new Priced(scope, minute.Second, usage));
            var hour = calendar.Containing(WindowUnit.Hour, minute.Second);
            Add(new CounterKey(scope, hour), usage);
            if (minute.Second < Head(hour).End)
                Add(new CounterKey(scope, Head(hour)), usage);
        }

        var written = _written.GetValueOrDefault(reading.Region);
        var changed = cells.Where(cell => written is null || written.GetValueOrDefault(cell.Key) != cell.Value)
            .Select(cell => (cell.Key, cell.Value)).ToList();
        await book.SetAsync(changed, cancellation);
        foreach (var hour in _closed.Keys.Where(hour => hour.End > from).ToList())
            _closed.Remove(hour);
        _written[reading.Region] = cells;
        _recent[reading.Region] = new Recent(from, minutes);

        void Add(CounterKey key, Usage usage) => cells[key] = cells.GetValueOrDefault(key) + usage;
    }

    public bool HasRead(string region) => _recent.ContainsKey(region);

    /// <summary>Usage by minute that some reading of this process showed, oldest first.</summary>
    public IEnumerable<(string Region, ModelId Model, long Second, Usage Usage)> Recently()
    {
        foreach (var (scope, second, usage) in _recent.Values.SelectMany(recent => recent.Minutes).OrderBy(minute => minute.Second))
        {
            var (region, _, model) = MetricScope.Parse(scope);
            yield return (region, Named(region, model), second, usage);
        }
    }

    /// <summary>
    /// The last minute up to <paramref name="until"/> in which calls that belong into the log were counted in a region; null for none.
    /// </summary>
    public DateTimeOffset? NewestToBeLogged(string region, DateTimeOffset until) => !_recent.TryGetValue(region, out var recent)
        ? null
        : recent.Minutes
            .Where(minute => minute.Second <= until.ToUnixTimeSeconds() && minute.Usage.Tokens.TotalTokens > 0
                && MetricScope.Parse(minute.Scope).Endpoint == BedrockEndpoint.Runtime)
            .Select(minute => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(minute.Second)).Max();

    /// <summary>All that the log and all that the metrics count in a window, in one region.</summary>
    public async ValueTask<(Usage Logged, Usage Metered)> TotalsAsync(string region, Window window, CancellationToken cancellation)
    {
        var logged = await LoggedAsync([.. Hours(window)], cancellation);
        var metered = await MeteredAsync(window, cancellation);
        return (
            logged.Where(model => model.Key.Region == region).Aggregate(default(Usage), (sum, model) => sum + model.Value.Usage),
            metered.Where(cell => MetricScope.Parse(cell.Scope).Region == region)
                .Aggregate(default(Usage), (sum, cell) => sum + cell.Usage));
    }

    /// <summary>
    /// What the metrics have and the log lacks, by model and region, in a window. Never more than is so: within a window that begins
    /// in the middle of an hour the whole hour of the log counts against it. Calls on the mantle endpoint are never in the log: against
    /// them counts what is known of their callers.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="until">Metrics from this second on are left out.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<ModelUsage>> UnattributedAsync(Window window, long until, CancellationToken cancellation)
    {
        until = Math.Min(until, window.End);
        window = window with { Start = Math.Max(window.Start, NotBefore.ToUnixTimeSeconds()) };
        if (until <= window.Start)
            return [];
        var cells = await MeteredAsync(new Window(window.Start, until), cancellation);
        await LearnAsync(cells.Select(cell => MetricScope.Parse(cell.Scope)).Select(name => (name.Region, name.Model)), cancellation);
        var metered = Sum(cells);
        if (metered.Count == 0)
            return [];
        // A log record may be stamped earlier than its metric: the window's first minutes may belong to calls before it.
        var head = new Window(window.Start, Math.Min(until, window.Start + (long)Skew.TotalSeconds));
        var early = Sum(await MeteredAsync(head, cancellation));
        var hours = Hours(new Window(window.Start, Math.Min(window.End, until + (long)Skew.TotalSeconds))).ToList();
        var logged = await LoggedAsync(hours, cancellation);
        var before = early.Count == 0 ? [] : await LoggedAsync([.. Hours(new Window(window.Start - 1, window.Start))], cancellation);
        var told = metered.Values.Any(sum => sum.Mantle.Calls > 0 || sum.Mantle.Tokens.TotalTokens > 0)
            ? await ToldOfMantleAsync([.. Hours(new Window(window.Start, until))], cancellation)
            : [];

        var found = new List<ModelUsage>();
        foreach (var (key, sum) in metered)
        {
            var (explained, spelling) = logged.GetValueOrDefault(key);
            explained += Least(early.TryGetValue(key, out var first) ? first.Runtime : default, before.GetValueOrDefault(key).Usage);
            var excess = Excess(sum.Runtime, explained) + Excess(sum.Mantle, told.GetValueOrDefault(key));
            if (excess.Tokens.TotalTokens == 0)
                continue;
            found.Add(new ModelUsage(
                key.Region, spelling ?? sum.Model, Costing(excess, key.Region, sum, until), sum.Usage, sum.Mantle));
        }

        return [.. found.OrderByDescending(model => model.Usage.Cost).ThenBy(model => model.Region, StringComparer.Ordinal)
            .ThenBy(model => model.Model.Id, StringComparer.Ordinal)];
    }

    /// <summary>The hours that ended by a moment and that this process has read in one region, with the minutes around them.</summary>
    public IEnumerable<Window> HoursRead(string region, DateTimeOffset until) => !_recent.TryGetValue(region, out var recent)
        ? []
        : Hours(new Window(recent.From, until.ToUnixTimeSeconds()))
            .Where(hour => hour.Start - (long)Skew.TotalSeconds >= recent.From && hour.From >= NotBefore && hour.Until <= until);

    /// <summary>
    /// What the log has and the metrics lack in one of <see cref="HoursRead"/>, by model: never of a model that the metrics of these hours
    /// do not name at all, as what they call it is not known, nor where they show nothing.
    /// </summary>
    public async ValueTask<IReadOnlyList<ExcessHour>> ExcessAsync(string region, Window hour, CancellationToken cancellation)
    {
        var skew = (long)Skew.TotalSeconds;
        var cells = (await MeteredAsync(new Window(hour.Start - skew, hour.End + skew), cancellation))
            .Where(cell => MetricScope.Parse(cell.Scope).Region == region).ToList();
        var named = _recent[region].Minutes.Select(minute => (minute.Scope, minute.Usage)).ToList();
        await LearnAsync(named.Select(cell => MetricScope.Parse(cell.Scope)).Select(name => (name.Region, name.Model)), cancellation);
        if (cells.Count == 0)
            return [];
        var (metered, known, found) = (Sum(cells), Sum(named), new List<ExcessHour>());
        foreach (var (key, (usage, model)) in await LoggedAsync([hour], cancellation))
        {
            if (key.Region != region || !known.ContainsKey(key))
                continue;
            var more = Excess(usage, metered.TryGetValue(key, out var sum) ? sum.Runtime : default);
            if (more.Tokens.TotalTokens == 0)
                continue;
            var cost = prices.PriceMany(
                model!, region, DateTimeOffset.FromUnixTimeSeconds(hour.End - 1), Math.Max(more.Calls, 1), more.Tokens).Cost;
            if (cost.Amount >= LeastExcess && cost.Amount >= usage.Cost.Amount * LeastExcessShare)
                found.Add(new ExcessHour(region, model!, hour, more with { Cost = cost }));
        }

        return [.. found.OrderByDescending(one => one.Usage.Cost).ThenBy(one => one.Model.Raw, StringComparer.Ordinal)];
    }

    /// <summary>
    /// With the model as the log spells it: counters are kept under that name. What no record tells of is left out, as the metrics of
    /// logged calls know none of it.
    /// </summary>
    private async Task<Dictionary<ModelKey, (Usage Usage, ModelId? Model)>> LoggedAsync(
        IReadOnlyList<Window> hours, CancellationToken cancellation)
    {
        var logged = new Dictionary<ModelKey, (Usage Usage, ModelId? Model)>();
        var reader = new UsageReader(book);
        var counted = await reader.SumAsync(hours, ScopeText.Shape(account, LogView, ""), cancellation);
        var unlogged = new Dictionary<(string, string), Usage>();
        foreach (var part in UnloggedUsage.All)
        {
            foreach (var (scope, usage) in await reader.SumAsync(hours, part.Shape(account), cancellation))
                unlogged[Spelled(scope)] = unlogged.GetValueOrDefault(Spelled(scope)) + usage;
        }

        var names = counted.Select(sum => (Name: Spelled(sum.Key), sum.Value))
            .Select(sum => (sum.Name.Region, Model: ModelId.Parse(sum.Name.Model), Usage: sum.Value - unlogged.GetValueOrDefault(sum.Name)))
            .ToList();
        await LearnAsync(names.Select(name => (name.Region, name.Model)), cancellation);
        foreach (var (region, spelled, usage) in names)
        {
            var model = Named(region, spelled);
            var key = ModelKey.Of(region, model);
            logged[key] = (logged.GetValueOrDefault(key).Usage + usage, model);
        }

        return logged;
    }

    /// <summary>What was counted of the mantle endpoint with its callers.</summary>
    private async Task<Dictionary<ModelKey, Usage>> ToldOfMantleAsync(IReadOnlyList<Window> hours, CancellationToken cancellation)
    {
        var told = new Dictionary<ModelKey, Usage>();
        foreach (var (scope, usage) in await new UsageReader(book).SumAsync(hours, UnloggedUsage.Mantle.Shape(account), cancellation))
        {
            var (region, model) = Spelled(scope);
            var key = ModelKey.Of(region, Named(region, ModelId.Parse(model)));
            told[key] = told.GetValueOrDefault(key) + usage;
        }

        return told;
    }

    private static (string Region, string Model) Spelled(string scope) =>
        (ScopeText.Value(scope, Dimension.Region)!, ScopeText.Value(scope, Dimension.Model)!);

    private async ValueTask LearnAsync(IEnumerable<(string Region, ModelId Model)> names, CancellationToken cancellation)
    {
        if (Routes is not null)
            await Routes.LearnAsync(names, cancellation);
    }

    private ModelId Named(string region, ModelId model) => Routes?.Of(region, model) ?? model;

    /// <summary>From this process's own readings where they reach; else from what was kept, whole hours and their heads alone.</summary>
    private async Task<IReadOnlyList<(string Scope, Usage Usage)>> MeteredAsync(Window window, CancellationToken cancellation)
    {
        var found = new List<(string, Usage)>();
        foreach (var recent in _recent.Values)
            found.AddRange(recent.Minutes.Where(minute => window.Contains(minute.Second)).Select(minute => (minute.Scope, minute.Usage)));
        var kept = Hours(window)
            .Where(hour => _recent.Count == 0 || _recent.Values.Any(recent => hour.Start < recent.From))
            .Select(hour => window == Head(hour) ? window : hour)
            .Where(bucket => bucket.Start >= window.Start && bucket.End <= window.End);
        foreach (var (hour, cells) in await KeptAsync([.. kept], cancellation))
        {
            found.AddRange(cells.Where(
                cell => !(_recent.TryGetValue(MetricScope.Parse(cell.Scope).Region, out var recent) && hour.Start >= recent.From)));
        }

        return found;
    }

    private async Task<Dictionary<Window, IReadOnlyList<(string Scope, Usage Usage)>>> KeptAsync(
        IReadOnlyList<Window> buckets, CancellationToken cancellation)
    {
        var kept = buckets.Where(_closed.ContainsKey).ToDictionary(bucket => bucket, bucket => _closed[bucket]);
        List<Window> asked = [.. buckets.Where(bucket => !kept.ContainsKey(bucket))];
        if (asked.Count == 0)
            return kept;
        var listed = (await book.ListAsync(asked, MetricScope.Shape(account), cancellation)).ToLookup(cell => cell.Counter.Bucket);
        foreach (var bucket in asked)
        {
            kept[bucket] = [.. listed[bucket].Select(cell => (cell.Counter.Scope, cell.Usage))];
            if (_recent.Count > 0 && bucket.End <= _recent.Values.Min(recent => recent.From))
                _closed[bucket] = kept[bucket];
        }

        return kept;
    }

    private Dictionary<ModelKey, Metered> Sum(IReadOnlyList<(string Scope, Usage Usage)> cells)
    {
        var sums = new Dictionary<ModelKey, Metered>();
        // The runtime's spelling that most was spent under stands for all; the mantle endpoint's only where there is no other.
        foreach (var same in cells.GroupBy(cell => cell.Scope).OrderBy(same => MetricScope.Parse(same.Key).Endpoint)
            .ThenByDescending(same => same.Sum(cell => cell.Usage.Cost.Amount)))
        {
            var (region, endpoint, spelled) = MetricScope.Parse(same.Key);
            var model = Named(region, spelled);
            var usage = same.Aggregate(default(Usage), (total, cell) => total + cell.Usage);
            var key = ModelKey.Of(region, model);
            var sum = sums.GetValueOrDefault(key) ?? new Metered(model, default, default);
            sums[key] =
                sum with { Usage = sum.Usage + usage, Mantle = endpoint == BedrockEndpoint.Mantle ? sum.Mantle + usage : sum.Mantle };
        }

        return sums;
    }

    private Usage Costing(Usage excess, string region, Metered sum, long until)
    {
        if (excess.Tokens == sum.Usage.Tokens)
            return sum.Usage with { Calls = excess.Calls };
        // Of the same mean length as all of them.
        var calls = excess.Tokens.TotalInputTokens * (decimal)Math.Max(sum.Usage.Calls, 1) / Math.Max(sum.Usage.Tokens.TotalInputTokens, 1);
        return prices.PriceMany(
            sum.Model, region, DateTimeOffset.FromUnixTimeSeconds(until - 1), (long)Math.Ceiling(calls), excess.Tokens)
            .Of(excess.Calls, excess.Tokens);
    }

    private IEnumerable<Window> Hours(Window window) => calendar.Hours(window.Start, window.End);

    private static Window Head(Window hour) => hour with { End = Math.Min(hour.End, hour.Start + (long)Skew.TotalSeconds) };

    private static Usage Least(Usage left, Usage right) => Each(left, right, Math.Min);

    // Calls may fail after they were taken on; without tokens nothing was spent.
    private static Usage Excess(Usage metered, Usage explained) => Each(metered, explained, (metric, log) => Math.Max(0, metric - log));

    private static Usage Each(Usage left, Usage right, Func<long, long, long> of) => new(
        of(left.Calls, right.Calls),
        new TokenUsage(
            of(left.Tokens.InputTokens, right.Tokens.InputTokens),
            of(left.Tokens.OutputTokens, right.Tokens.OutputTokens),
            of(left.Tokens.CacheReadInputTokens, right.Tokens.CacheReadInputTokens),
            of(left.Tokens.CacheWriteInputTokens, right.Tokens.CacheWriteInputTokens)),
        default);

    private sealed record Priced(string Scope, long Second, Usage Usage);

    private sealed record Recent(long From, IReadOnlyList<Priced> Minutes);

    private sealed record Metered(ModelId Model, Usage Usage, Usage Mantle)
    {
        public Usage Runtime => Usage - Mantle;
    }
}
