using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.PolicyTurns;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.Overviews;

/// <summary>Reads the overview under one policy, every few minutes. It decides nothing.</summary>
/// <param name="context">The policy, and what was counted.</param>
/// <param name="reconciler">What the watch knows of the metrics.</param>
public sealed class OverviewReader(CycleContext context, Reconciler reconciler)
{
    // A scheduler is not punctual to the second.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    private static readonly IReadOnlyDictionary<string, Usage> NothingMore = new Dictionary<string, Usage>();

    private readonly UsageReader _usage = new(context.Ports.Book);
    private readonly LiveCounters _counters = new(context.Rules, context.Ports);
    private readonly UnattributedCounters _unattributed = new(context.Rules, reconciler, context.Ports.Account);
    private readonly DaysBefore _before = new(new UsageReader(context.Ports.Book), context.Rules.Calendar, context.Ports.Clock);
    private DateTimeOffset? _readAt;

    // What the metrics have of days that are over hardly changes, and takes a reading for each of them.
    private (Window Days, DateTimeOffset At, Usd Cost)? _unattributedBefore;

    /// <returns>Null where the last one is not old yet.</returns>
    public async ValueTask<Overview?> ReadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        // A clock that was set back must not silence it.
        if (_readAt is { } last && (now - last).Duration() < OverviewTable.Every - Early)
            return null;
        var second = now.ToUnixTimeSeconds();
        var calendar = context.Rules.Calendar;
        var (day, month) = (calendar.Containing(WindowUnit.Day, second), calendar.Containing(WindowUnit.Month, second));
        var shape = ScopeText.Shape(context.Ports.Account, [Dimension.Account, Dimension.Principal], "");
        var today = await _usage.SumAsync(calendar.Hours(day.Start, second + 1), shape, cancellation);
        var before = await _before.ReadAsync(new Window(month.Start, day.Start), shape, cancellation);

        var counters = await CountersAsync(now, cancellation);
        var unattributed = await UnattributedAsync(day, now, cancellation);
        var overview = new Overview(
            new AccountSpend(Cost(today.Values), unattributed, LimitOf(counters, WindowUnit.Day)),
            new AccountSpend(before is null ? null : Cost(today.Values) + Cost(before.Values),
                unattributed + await UnattributedBeforeAsync(new Window(month.Start, day.Start), now, cancellation),
                LimitOf(counters, WindowUnit.Month)),
            Spenders(today, before),
            [.. counters.Where(counter => counter.Measured > 0).OrderByDescending(Share)
                .ThenBy(counter => counter.Hit.Subject, StringComparer.Ordinal)
                .ThenBy(counter => counter.Hit.Rule.Id, StringComparer.Ordinal)
                .Take(OverviewTable.Limits.Rows)]);
        // One that has yet to sum up the month goes on in the next minute.
        _readAt = before is null ? null : now;
        return overview;
    }

    private async ValueTask<Usd> UnattributedBeforeAsync(Window days, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_unattributedBefore is { } known && known.Days == days && (now - known.At).Duration() < TimeSpan.FromHours(1))
            return known.Cost;
        var cost = await UnattributedAsync(days, now, cancellation);
        _unattributedBefore = (days, now, cost);
        return cost;
    }

    private async ValueTask<Usd> UnattributedAsync(Window window, DateTimeOffset now, CancellationToken cancellation) =>
        (await reconciler.UnattributedAsync(
            window, context.Rules.Calendar.Containing(WindowUnit.Hour, now.ToUnixTimeSeconds()).End, cancellation))
            .Aggregate(default(Usd), (sum, model) => sum + model.Usage.Cost);

    /// <summary>Of a counter's limit, what is used: 0 and up.</summary>
    public static decimal Share(LiveCounter counter) => counter.Limit == 0 ? 0 : counter.Measured / counter.Limit;

    private async ValueTask<IReadOnlyList<LiveCounter>> CountersAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var second = now.ToUnixTimeSeconds();
        var unattributed = context.Rules.RulesWithoutCaller.Any()
            ? await _unattributed.TotalsAsync(
                second, context.Rules.Calendar.Containing(WindowUnit.Hour, second).End, cancellation)
            : new Dictionary<(string Rule, string Scope), Usage>();
        var counters = new List<LiveCounter>();
        foreach (var rule in context.Rules.Counting.Where(rule => rule.Limit.IsSum))
            counters.AddRange(await _counters.ReadAsync(rule, NothingMore, unattributed, now, cancellation));
        return counters;
    }

    private static List<Spender> Spenders(IReadOnlyDictionary<string, Usage> today, IReadOnlyDictionary<string, Usage>? before) =>
    [
        .. today.Keys.Union(before?.Keys ?? [], StringComparer.Ordinal)
            .Select(scope => (Scope: scope, Today: today.GetValueOrDefault(scope), Before: before?.GetValueOrDefault(scope)))
            .OrderByDescending(one => one.Today.Cost).ThenByDescending(one => one.Before?.Cost)
            .ThenBy(one => one.Scope, StringComparer.Ordinal)
            .Take(OverviewTable.Spenders.Rows)
            .Select(one => new Spender(ScopeText.Subject(one.Scope), one.Today, one.Today + one.Before)),
    ];

    // A limit stands before the first call of its window, when no counter does.
    private AccountLimit? LimitOf(IReadOnlyList<LiveCounter> counters, WindowUnit unit) => context.Rules.Counting
        .Where(rule => rule is { Limit: Limit.Spend, Match.Count: 0, Every: Every.Calendar { Unit: var own } } && own == unit
            && ScopeText.Dimensions(rule).All(dimension => dimension.Kind == DimensionKind.Account))
        .Select(rule => counters.FirstOrDefault(counter => counter.Hit.Rule.Id == rule.Id) is { } counter
            ? new AccountLimit(rule.Id, counter.Measured, counter.Limit)
            : new AccountLimit(rule.Id, 0, rule.Limit.Bound))
        .OrderByDescending(limit => limit.Share).ThenBy(limit => limit.Bound).FirstOrDefault();

    private static Usd Cost(IEnumerable<Usage> usage) => usage.Aggregate(default(Usd), (sum, one) => sum + one.Cost);
}
