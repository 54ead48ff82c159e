using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Metering;

/// <summary>
/// What a person granted beyond a limit, for one rule, scope and window. It is kept as a counter of its own, so that it is read
/// with the totals that it is held against, and a grant that is sent twice counts once. Under a trailing window a grant
/// lies in a span of that duration, aligned to 1970, and counts for every window that touches it: for one to two durations.
/// </summary>
/// <param name="Amount">Beyond the limit, in the limit's unit: dollars, calls or tokens.</param>
/// <param name="Round">How often something was granted: after each grant the counter may trip once more.</param>
public readonly record struct Allowance(decimal Amount, int Round)
{
    /// <summary>Where a grant of this moment lies.</summary>
    public static CounterKey Key(string rule, string scope, Window window, TimeSpan? rolling, DateTimeOffset at) =>
        new(Scope(rule, scope), rolling is { } duration ? Aligned(at.ToUnixTimeSeconds(), duration) : window);

    /// <summary>Where every grant lies that counts for a window.</summary>
    public static IEnumerable<CounterKey> Keys(string rule, string scope, Window window, TimeSpan? rolling)
    {
        var name = Scope(rule, scope);
        if (rolling is not { } duration)
        {
            yield return new CounterKey(name, window);
            yield break;
        }

        for (var span = Aligned(window.Start, duration); span.Start < window.End; span = new Window(span.End, span.End + span.Seconds))
            yield return new CounterKey(name, span);
    }

    public static Allowance Of(Usage counter) => new(counter.Cost.Amount, (int)counter.Calls);

    /// <param name="grantId">Whatever names this grant; the same one counts once.</param>
    public static Posting Grant(string account, CounterKey key, decimal amount, string grantId, DateTimeOffset at) =>
        new(new RecordId(account, "allowance", grantId), at, new Usage(1, default, new Usd(amount)), [key]);

    private static string Scope(string rule, string scope) => $"allowance:{rule}|{scope}";

    private static Window Aligned(long second, TimeSpan duration)
    {
        var length = (long)duration.TotalSeconds;
        var start = second - (second % length);
        return new Window(start, start + length);
    }
}
