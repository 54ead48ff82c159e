using KillSwitch.Core.Bills;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Engine.Bills;

/// <summary>Holds a day's bill against what this guard metered.</summary>
/// <param name="bill">What AWS billed.</param>
/// <param name="book">What was metered.</param>
/// <param name="prices">In force.</param>
/// <param name="calendar">By which hours are counted.</param>
/// <param name="account">Whose.</param>
public sealed class BillReader(IBill bill, IUsageBook book, IPriceBook prices, WindowCalendar calendar, string account)
{
    /// <summary>A day that is younger is not billed as a whole yet.</summary>
    public const int CompleteAfterDays = 2;

    private const int HalfAnHour = 1800;

    /// <summary>What the metrics count and no record tells; null where nobody keeps it.</summary>
    public Reconciler? Reconciler { get; init; }

    /// <summary>The models behind names that hide them; null where they stay apart.</summary>
    public RouteBook? Routes { get; init; }

    /// <param name="days">Of UTC.</param>
    /// <param name="heard">The regions whose records the guard reads.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<BillComparison>> ReadAsync(
        IReadOnlyCollection<DateOnly> days, IReadOnlyCollection<string> heard, CancellationToken cancellation)
    {
        // What was metered costs nothing to read, and the bill does.
        var metered = new List<(DateOnly Day, IReadOnlyList<MeteredUsage> Usage)>();
        foreach (var day in days)
            metered.Add((day, await MeteredAsync(day, cancellation)));
        var billed = await bill.ReadAsync(days, cancellation);
        var check = new BillCheck(prices);
        return [.. metered.Select(one => check.Hold(one.Day, [.. billed[one.Day]], one.Usage, heard))];
    }

    private async ValueTask<IReadOnlyList<MeteredUsage>> MeteredAsync(DateOnly day, CancellationToken cancellation)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
        var end = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
        // Where a zone is half an hour off UTC an hour belongs to the day that most of it lies in.
        var hours = calendar.Hours(start, end + HalfAnHour)
            .Where(hour => hour.Start + HalfAnHour >= start && hour.Start + HalfAnHour < end).ToList();
        var shape = ScopeText.Shape(account, [Dimension.Account, Dimension.Region, Dimension.Model], "");
        var counted = (await new UsageReader(book).SumAsync(hours, shape, cancellation))
            .Select(sum => (Region: ScopeText.Value(sum.Key, Dimension.Region)!,
                Model: ModelId.Parse(ScopeText.Value(sum.Key, Dimension.Model)!), Usage: sum.Value)).ToList();
        var unlogged = Reconciler is null ? []
            : await Reconciler.UnattributedAsync(new Window(start, end), end, cancellation);
        if (Routes is not null)
            await Routes.LearnAsync(counted.Select(one => (one.Region, one.Model)), cancellation);
        var known = counted.Select(one => new MeteredUsage(one.Region, Routes?.Of(one.Region, one.Model) ?? one.Model, one.Usage))
            .Concat(unlogged.Select(one => new MeteredUsage(one.Region, one.Model, default, one.Usage)));
        return [.. known.GroupBy(one => (one.Region, ModelSpelling.Known.Canonical(one.Model.Id))).Select(same => new MeteredUsage(
            same.Key.Region, same.First().Model,
            same.Aggregate(default(Usage), (sum, one) => sum + one.Usage),
            same.Aggregate(default(Usage), (sum, one) => sum + one.Unlogged)))];
    }
}
