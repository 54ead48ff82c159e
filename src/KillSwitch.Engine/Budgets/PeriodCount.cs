using KillSwitch.Core.Budgets;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.PriceLists;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.Budgets;

/// <summary>
/// What the guard itself counted in an account in a period of a budget, by its hourly counters, and what CloudWatch alone has counted.
/// </summary>
public sealed class PeriodCount(GuardPorts ports)
{
    /// <summary>Hourly counters are kept for this long at least.</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromDays(35);

    /// <summary>The counters of a whole account, by the hour.</summary>
    public string Scope { get; } = ScopeText.Shape(ports.Account, [Dimension.Account], patterns: "");

    public async ValueTask<PeriodEstimate> SumAsync(
        Window period, WindowCalendar calendar, Policy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        var end = Math.Min(period.End, now.ToUnixTimeSeconds());
        var start = Math.Max(period.Start, (now - Reach).ToUnixTimeSeconds());
        var usage = default(Usage);
        if (start < end)
        {
            foreach (var hour in await ports.Ledger.ReadAsync(
                [.. calendar.Hours(start, end).Select(hour => new CounterKey(Scope, hour))], cancellation))
            {
                usage += hour;
            }

            usage += await UnattributedAsync(new Window(start, end), calendar, policy, cancellation);
        }

        var passed = end - period.Start;
        return new PeriodEstimate(period, usage, passed <= 0 ? 1 : Math.Clamp((decimal)(end - start) / passed, 0, 1));
    }

    private async ValueTask<Usage> UnattributedAsync(
        Window span, WindowCalendar calendar, Policy policy, CancellationToken cancellation)
    {
        var reconciler = new Reconciler(
            ports.Book, await ListedBook.ReadAsync(ports.Prices, policy, cancellation), calendar, ports.Account);
        var until = calendar.Containing(WindowUnit.Hour, span.End - 1).End;
        return (await reconciler.UnattributedAsync(span with { End = until }, until, cancellation))
            .Aggregate(default(Usage), (sum, model) => sum + model.Usage);
    }
}
