namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What was called, summed over the list of calls: at the least, by what the guard must know, and at the most.</summary>
internal sealed class Counting(IReadOnlyList<Turn> turns)
{
    private readonly Dictionary<(int Policy, int InForce, RuleSpec Rule), bool> _counts = [];

    public List<Call> Calls { get; } = [];

    /// <summary>The newest second of what a rule counts under a counter; null for nothing.</summary>
    public long? Newest(RuleSpec rule, Counter counter) =>
        Calls.Where(call => counter.Has(rule, call)).Select(call => (long?)call.Second).Max();

    public IEnumerable<Counter> Counters(RuleSpec rule) =>
        Calls.Where(call => rule.Only is null || rule.Only == call.Who).Select(call => Counter.Of(rule, call)).Distinct();

    /// <summary>
    /// Calls within a window that a meter, or the watch, must have held against the rule as it stands in the policy in force.
    /// </summary>
    public IEnumerable<Call> AtLeast(RuleSpec rule, Counter counter, Span window) =>
        Calls.Where(call => window.Has(call.Second) && counter.Has(rule, call) && IsJudged(call)
            && (IsCounted(rule, call) || IsFoundInHours(rule, window, call)));

    /// <summary>Calls that may count into a window. A counter that was not kept from its start on is made up of whole hours.</summary>
    public IEnumerable<Call> AtMost(RuleSpec rule, Counter counter, Span window)
    {
        var whole = turns.Count == 1 || rule.Every == "minute"
            ? window
            : new Span(window.From - (window.From % Span.Hour) - Span.Hour, window.Until - (window.Until % Span.Hour) + (2 * Span.Hour));
        var isAligned = window.From % Span.Hour == 0 && window.Until % Span.Hour == 0;
        return Calls.Where(call => (isAligned ? window : whole).Has(call.Second) && counter.Has(rule, call));
    }

    public static decimal Sum(Unit unit, IEnumerable<Call> calls) => unit switch
    {
        Unit.Usd => calls.Sum(call => call.Usd),
        Unit.Calls => calls.Count(),
        _ => calls.Sum(call => call.Output + call.Input + call.Cached),
    };

    /// <summary>Whether every meter that may have counted it had a rule that keeps the same counter.</summary>
    public bool IsCounted(RuleSpec rule, Call call) => call.CountedUnder.TrueForAll(policy => Keeps(policy, rule));

    private bool IsJudged(Call call) =>
        call.JudgedAt is { } at && (call.JudgedUnder == turns.Count - 1 || turns[^1].IsCarriedOutSince(at));

    private bool Keeps(int policy, RuleSpec rule)
    {
        if (_counts.TryGetValue((policy, turns.Count, rule), out var keeps))
            return keeps;
        keeps = turns[policy].Policy.Rules.Any(other => (other.Per, other.Only, other.Every) == (rule.Per, rule.Only, rule.Every))
            && (rule.RollingMinutes > 0 || turns[policy].Policy.Zone == turns[^1].Policy.Zone);
        _counts.Add((policy, turns.Count, rule), keeps);
        return keeps;
    }

    // Hours of the account, of principals, sessions and models are counted whatever the rules; a new counter starts from them.
    private bool IsFoundInHours(RuleSpec rule, Span window, Call call) =>
        (rule.Only is null || rule.Per is "principal" or "session")
        && turns[^1].IsCarriedOutSince(call.JudgedAt!.Value)
        && call.CountedUnder.TrueForAll(
            policy => window.Holds(Span.Of("hour", turns[policy].Policy.Zone, call.Second)) && IsHourKnown(policy, call));

    // Where a zone cuts hours otherwise, they are looked up if it is that of the policy in force, or of the last one before that was taken
    // up for good.
    private bool IsHourKnown(int policy, Call call)
    {
        var zone = turns[policy].Policy.Zone;
        return Span.Of("hour", zone, call.Second) == Span.Of("hour", turns[^1].Policy.Zone, call.Second)
            || turns.SkipLast(1).LastOrDefault(turn => turn.SecondRun is not null)?.Policy.Zone == zone;
    }
}
