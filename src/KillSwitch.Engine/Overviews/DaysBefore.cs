using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Overviews;

/// <summary>
/// The days of a span that are over, summed by scope. They are read once and remembered until the span changes, and a long span of a busy
/// account over several times.
/// </summary>
/// <param name="usage">The hours.</param>
/// <param name="calendar">By which days are cut.</param>
/// <param name="clock">Ends a reading that takes long.</param>
internal sealed class DaysBefore(UsageReader usage, WindowCalendar calendar, TimeProvider clock)
{
    private const long DaysAtOnce = 4 * 24 * 3600;

    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, Usage> _sums = new(StringComparer.Ordinal);
    private Window _span;
    private long _next;

    /// <returns>Null where there was not time for all of them; the next reading goes on.</returns>
    public async ValueTask<IReadOnlyDictionary<string, Usage>?> ReadAsync(Window span, string shape, CancellationToken cancellation)
    {
        if (span != _span)
        {
            _sums.Clear();
            (_span, _next) = (span, span.Start);
        }

        for (var until = clock.GetUtcNow() + LongestReading; _next < span.End;)
        {
            var some = new Window(_next, Math.Min(span.End, calendar.Containing(WindowUnit.Day, _next + DaysAtOnce).Start));
            foreach (var (scope, sum) in await usage.SumAsync(calendar.Hours(some.Start, some.End), shape, cancellation))
                _sums[scope] = _sums.GetValueOrDefault(scope) + sum;
            _next = some.End;
            if (_next < span.End && clock.GetUtcNow() >= until)
                return null;
        }

        return _sums;
    }
}
