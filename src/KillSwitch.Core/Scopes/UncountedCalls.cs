using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Scopes;

/// <summary>
/// Counters of served calls of which no token count is known, by caller, model and the hour (UTC) in which they were taken in, whatever
/// their own time: one that comes days late is told like any other.
/// </summary>
public static class UncountedCalls
{
    private const string Mark = "|uncounted";
    private const long Hour = 3600;

    private static readonly Dimension[] Dimensions = [Dimension.Account, Dimension.Principal, Dimension.Model];

    /// <summary>The model is as the caller named it, which two records of one request have in common.</summary>
    public static CounterKey Counter(Invocation call, DateTimeOffset takenIn) => new(
        ScopeText.Of(dimension => dimension.Kind == DimensionKind.Model
            ? call.Model.Raw
            : DimensionValue.Of(call, dimension), Dimensions, Mark),
        HourOf(takenIn.ToUnixTimeSeconds()));

    /// <summary>What the scopes of all of them have in common, for one account.</summary>
    public static string Shape(string account) => ScopeText.Shape(account, Dimensions, Mark);

    /// <summary>The hours of which a part lies within <paramref name="reach"/> before <paramref name="now"/>.</summary>
    public static IReadOnlyList<Window> Hours(DateTimeOffset now, TimeSpan reach)
    {
        var hours = new List<Window>();
        for (var hour = HourOf((now - reach).ToUnixTimeSeconds()); hour.Start <= now.ToUnixTimeSeconds(); hour = HourOf(hour.End))
            hours.Add(hour);
        return hours;
    }

    /// <summary>The model that a counter is of.</summary>
    public static ModelId ModelOf(CounterKey counter) => ModelId.Parse(ScopeText.Value(counter.Scope, Dimension.Model) ?? Missing.Value);

    /// <summary>Who called it: <c>role/NAME</c>, <c>user/NAME</c>.</summary>
    public static string CallerOf(CounterKey counter) => ScopeText.Value(counter.Scope, Dimension.Principal) ?? Missing.Value;

    private static Window HourOf(long second)
    {
        var start = second - (second % Hour);
        return new Window(start, start + Hour);
    }
}
