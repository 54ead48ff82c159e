using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Stops;

/// <summary>
/// Where the allowances of one rule and counter are kept: as counters of their own, so that they are read with the totals that they are
/// held against, and a grant that is sent twice counts once. Amounts lie in the window; under a trailing window in a span of its duration,
/// aligned to 1970, and count for every window that touches it: for one to two durations. Rounds lie there by limit, and under a trailing
/// window outside all windows, as they must never go back. What a ratio is spared lies beside each bucket that it was counted in, and
/// leaves the window with it.
/// </summary>
public sealed class AllowanceCounters
{
    // Where a record has its region.
    private const string Place = "allowance";

    private readonly string _amounts;
    private readonly string _rounds;
    private readonly RuleWindow? _windows;
    private readonly bool _isRatio;

    /// <param name="rule">Whose.</param>
    /// <param name="windows">The rule's; null for a budget, whose periods are AWS's.</param>
    /// <param name="scope">The counter.</param>
    public AllowanceCounters(Rule rule, RuleWindow? windows, string scope)
    {
        // Fifty dollars are not fifty calls: a grant is of the unit that it was given in.
        _amounts = $"allowance:{rule.Id}:{UnitText.Of(rule.Unit)}|{scope}";
        _windows = windows;
        _isRatio = rule is CountedRule { Limit.IsSum: false };
        _rounds = RoundsOf(rule.Id, rule.LimitText, windows is { IsRolling: true } ? windows.Holding(0).Seconds : null, scope);
    }

    /// <summary>Whether a posting is a grant, a re-arming or what takes one back, and no record of a call.</summary>
    public static bool IsOne(RecordId posting) => posting.Region == Place;

    /// <summary>Every counter that counts for a window.</summary>
    public IEnumerable<CounterKey> Keys(Window window) => Amounts(window).Prepend(Rounds(window));

    /// <param name="window">The window that is judged.</param>
    /// <param name="usage">What the ledger holds.</param>
    public Allowance Read(Window window, Func<CounterKey, Usage> usage)
    {
        var sum = default(Usage);
        foreach (var key in Amounts(window))
            sum += usage(key);
        return new Allowance(
            sum.Cost.Amount, (int)usage(Rounds(window)).Calls, _isRatio ? new Usage(0, sum.Tokens, Usd.Zero) : default);
    }

    /// <summary>Of a ratio: what is left out of one of its counters.</summary>
    public Usage SparedOf(CounterKey counter, Func<CounterKey, Usage> usage) =>
        new(0, usage(new CounterKey(_amounts, counter.Bucket)).Tokens, Usd.Zero);

    /// <summary>
    /// Re-arms a counter whose stop the policy in force did not stand behind; nothing is granted. The same id counts once.
    /// </summary>
    public static Posting Rearm(string account, TripKey trip, string id, DateTimeOffset made) =>
        new(new RecordId(account, Place, id), made, new Usage(1, default, Usd.Zero), [Rounds(trip)]);

    /// <summary>Whether a grant of a moment in this window re-arms a trip: not where the limit or the window has moved since.</summary>
    public bool Rearms(TripKey trip, Window window) => Rounds(trip) == Rounds(window);

    /// <summary>Re-arms the counter for a person. The same id counts once.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="amount">Granted beyond the limit; 0 for nothing. A ratio has nothing to be granted.</param>
    /// <param name="counted">Of a ratio: what its counters hold by now, without what was spared before.</param>
    /// <param name="window">The window that holds the moment.</param>
    /// <param name="id">Whatever names this grant.</param>
    /// <param name="made">When the thing was made that the grant belongs to: the same for the same id.</param>
    /// <param name="at">The moment.</param>
    public IEnumerable<Posting> Grant(
        string account, decimal amount, IEnumerable<(CounterKey Counter, Usage Usage)> counted, Window window, string id,
        DateTimeOffset made, DateTimeOffset at)
    {
        if (_isRatio)
        {
            foreach (var (counter, usage) in counted.Where(one => one.Usage.Tokens != default))
            {
                yield return Of(
                    $"{id}/{counter.Bucket.Start}", new Usage(0, usage.Tokens, Usd.Zero), [new CounterKey(_amounts, counter.Bucket)]);
            }

            yield return Of(id, new Usage(1, default, Usd.Zero), [Rounds(window)]);
            yield break;
        }

        yield return Of(
            id, new Usage(1, default, new Usd(amount)), amount == 0 ? [Rounds(window)] : [Rounds(window), AmountAt(window, at)]);

        Posting Of(string name, Usage usage, IReadOnlyList<CounterKey> counters) =>
            new(new RecordId(account, Place, name), made, usage, counters);
    }

    /// <summary>Room beyond the limit, without a word of trips; a negative amount takes it back. The same id counts once.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="amount">In the rule's unit.</param>
    /// <param name="window">
    /// The window that it counts in; under a trailing one <see cref="Window.Always"/> for every window from now on.
    /// </param>
    /// <param name="id">Whatever names it.</param>
    /// <param name="made">The same for the same id, and no more than a month ago.</param>
    public Posting Widen(string account, decimal amount, Window window, string id, DateTimeOffset made) =>
        new(new RecordId(account, Place, id), made, new Usage(0, default, new Usd(amount)), [new CounterKey(_amounts, window)]);

    /// <summary>Takes back what was granted. The same id counts once.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="amount">What was granted.</param>
    /// <param name="window">The window that holds the moment.</param>
    /// <param name="id">Whatever names what takes it back.</param>
    /// <param name="made">When the thing was made that the grant belongs to: the same for the same id.</param>
    /// <param name="at">The moment of the grant.</param>
    public Posting TakeBack(string account, decimal amount, Window window, string id, DateTimeOffset made, DateTimeOffset at) =>
        new(new RecordId(account, Place, id), made, new Usage(0, default, new Usd(-amount)), [AmountAt(window, at)]);

    private CounterKey Rounds(Window window) => new(_rounds, _windows?.RoundsSpan(window) ?? window);

    private static CounterKey Rounds(TripKey trip) => new(
        RoundsOf(trip.Rule, trip.Limit, trip.IsRolling ? trip.Window.Seconds : null, trip.Scope), trip.IsRolling
            ? Window.Always
            : trip.Window);

    // Trips that can be the same share a count: those of one limit, in one window or under one trailing duration.
    private static string RoundsOf(string rule, string limit, long? trailing, string scope) =>
        FormattableString.Invariant($"rounds:{rule}:{limit}{(trailing is null ? "" : ":")}{trailing}|{scope}");

    private CounterKey AmountAt(Window window, DateTimeOffset at) =>
        new(_amounts, _windows?.GrantSpan(window, at.ToUnixTimeSeconds()) ?? window);

    private IEnumerable<CounterKey> Amounts(Window window)
    {
        if (_windows is not { IsRolling: true })
        {
            yield return new CounterKey(_amounts, window);
            yield break;
        }

        foreach (var span in _isRatio ? _windows.Buckets(window) : _windows.GrantSpans(window))
            yield return new CounterKey(_amounts, span);
        if (!_isRatio)
            yield return new CounterKey(_amounts, Window.Always);
    }
}
