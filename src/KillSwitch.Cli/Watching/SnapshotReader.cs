using KillSwitch.Cli.Session;
using KillSwitch.Cli.Status;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Watching;

/// <summary>
/// Reads a guard again and again, and asks for little: every time the open stops, the signs of life, the last two hours of the account
/// and of the names that are shown, and the counters closest to their limit; all the rest once a minute, as often as the guard looks
/// itself.
/// </summary>
internal sealed class SnapshotReader(GuardSession session, TimeProvider clock)
{
    private const int MostCounters = 15;
    private const int HoursShown = 24;
    private static readonly TimeSpan StatusLasts = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, KeptHours> _hours = [];
    private GuardStatus? _status;
    private Policy _policy = new();
    private DateTimeOffset _statusAt;

    public async Task<Snapshot> ReadAsync(UsageBy by, WindowUnit unit, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (status, isFresh) = await StatusAsync(now, cancellation);
        var calendar = WindowCalendar.Of(_policy.TimeZone);
        var spending = SpendingAsync(calendar, status, now, cancellation);
        var top = TopAsync(by, unit, calendar, now, cancellation);
        var closest = ClosestAsync(status, isFresh, calendar, now, cancellation);
        return new Snapshot(now, session.Guard.Place, status, await spending, by, unit, await top, await closest);
    }

    private async Task<(GuardStatus Status, bool IsFresh)> StatusAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (_status is not null && now - _statusAt < StatusLasts)
        {
            var parts = session.Guard.Heartbeats.ReadAsync(cancellation).AsTask();
            var stops = session.Guard.Stops.OpenAsync(cancellation).AsTask();
            return (_status with { Parts = await parts, Stops = await stops }, false);
        }

        (_policy, _status) = (await session.PolicyAsync(cancellation), await GuardStatus.ReadAsync(session, cancellation));
        _statusAt = now;
        return (_status, true);
    }

    private async Task<Spending> SpendingAsync(
        WindowCalendar calendar, GuardStatus status, DateTimeOffset now, CancellationToken cancellation)
    {
        var burning = Burning.ReadAsync(session, status.Parts, calendar, now, cancellation);
        var second = now.ToUnixTimeSeconds();
        var day = calendar.Containing(WindowUnit.Day, second);
        var windows = calendar.Hours(Math.Min(day.Start, second - (HoursShown * 3600) + 3600), second + 1).ToList();
        var hours = (await Kept(new UsageBy("account", [Dimension.Account], [Dimension.Account])).ReadAsync(windows, now, cancellation))
            .Select(hour => (hour.Hour, Usd: hour.Total.Cost.Amount)).ToList();
        return new Spending(hours[^1].Usd, hours.Where(hour => hour.Hour.Start >= day.Start).Sum(hour => hour.Usd),
            await burning, [.. hours.TakeLast(HoursShown).Select(hour => hour.Usd)]);
    }

    private async Task<UsageReport> TopAsync(
        UsageBy by, WindowUnit unit, WindowCalendar calendar, DateTimeOffset now, CancellationToken cancellation)
    {
        var second = now.ToUnixTimeSeconds();
        var window = calendar.Containing(unit, second);
        return UsageReport.Of(window, await Kept(by).ReadAsync([.. calendar.Hours(window.Start, second + 1)], now, cancellation), by, []);
    }

    private KeptHours Kept(UsageBy by)
    {
        var shape = by.Shape(session.Guard.Place.Account);
        return _hours.TryGetValue(shape, out var kept) ? kept : _hours[shape] = new KeptHours(session.Guard.Ledger, shape);
    }

    // The fullest counters of the last status, read again with the minutes that say how fast they grow: one batch of keys.
    private async Task<IReadOnlyList<Projection>> ClosestAsync(
        GuardStatus status, bool isFresh, WindowCalendar calendar, DateTimeOffset now, CancellationToken cancellation)
    {
        var (second, until) = (now.ToUnixTimeSeconds(), Burning.Until(status.Parts, now));
        var counters = status.Counters.Where(counter => counter.Measured > 0 && counter.Window.Contains(second - 1)).Take(MostCounters)
            .ToList();
        var keys = counters.ConvertAll(counter =>
            (Total: isFresh ? null : TotalOf(counter),
                Minutes: counter.Rule.IsPredictive
                    ? LastMinutes.Counters(counter.Scope, RuleWindow.Of(counter.Rule.Every, calendar).Bucket, until).ToList()
                    : []));
        var asked = keys.SelectMany(key => key.Minutes.Concat(key.Total is { } total ? [total] : [])).ToList();
        var read = asked.Zip(await session.Guard.Ledger.ReadAsync(asked, cancellation)).GroupBy(one => one.First)
            .ToDictionary(one => one.Key, one => one.First().Second);
        return [.. counters.Select((counter, i) => Projected(counter, keys[i].Total, keys[i].Minutes, read, until, now))
            .OrderByDescending(one => one.Reading.Share)];
    }

    private static Projection Projected(
        CounterReading counter, CounterKey? total, List<CounterKey> minutes, Dictionary<CounterKey, Usage> read,
        DateTimeOffset until, DateTimeOffset now)
    {
        if (total is { } key)
        {
            var measured = counter.Rule.Limit.Of(read[key] + counter.Unattributed);
            counter = counter with { Measured = measured, Share = measured / counter.Limit };
        }

        if (minutes.Count > 0)
        {
            var last = LastMinutes.Of([.. minutes.Select(minute => read[minute])], until);
            if (last.IsKnown(now))
                return Projection.Of(counter, last.PerHourOf(counter.Rule.Limit), now);
        }

        return Projection.Of(counter, counter.Measured / Math.Max(1, Elapsed(counter, now)) * 3600, now) with { IsMean = true };
    }

    // Of a rule that does not brake, no minutes are counted, and of records that come late neither: the mean of its window has to do.
    private static decimal Elapsed(CounterReading counter, DateTimeOffset now) => (decimal)(now - counter.Window.From).TotalSeconds;

    // A rolling window is many buckets, and is left to the status.
    private static CounterKey? TotalOf(CounterReading counter) =>
        counter.TurnsAt is null ? null : new CounterKey(counter.Scope, counter.Window);
}
