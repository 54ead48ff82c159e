using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Evaluation;

/// <summary>
/// One rule that counts a record, and under which scope. Shared by all records of the same caller, model, region and tags.
/// </summary>
public sealed class RuleHit(CountedRule rule, string scope, string subject, StopTarget? target, bool isExempt, RuleWindow windows)
{
    private readonly string _limit = rule.LimitText;

    public CountedRule Rule { get; } = rule;

    /// <summary>As <see cref="ScopeText"/> writes it.</summary>
    public string Scope { get; } = scope;

    /// <summary>Whose counter it is, as people say it: <c>role/agent</c>, <c>role/agent/droid-7</c>.</summary>
    public string Subject { get; } = subject;

    /// <summary>Null for a rule that stops nothing, and for a principal that is exempt.</summary>
    public StopTarget? Target { get; } = target;

    public bool IsExempt { get; } = isExempt;

    /// <summary>Where what was granted beyond the limit is kept.</summary>
    public AllowanceCounters Allowances { get; } = new(rule, windows, scope);

    /// <summary>The counters that make up the total of a window of the rule.</summary>
    public IEnumerable<CounterKey> Counters(Window window) =>
        Windows.IsRolling
            ? Windows.Buckets(window).Select(bucket => new CounterKey(Scope, bucket))
            : [new CounterKey(Scope, window)];

    /// <summary>How much came in the minute that holds a second, of what came in time.</summary>
    public CounterKey MinuteOf(long second) => new CounterKey(Scope, Windows.Bucket(second)).MinuteOf(second);

    /// <summary>The trip of this counter in a window.</summary>
    public TripKey Trip(Window window, int round) => new(Rule.Id, Scope, window, Windows.IsRolling, round, _limit);

    /// <summary>In which it counts.</summary>
    public RuleWindow Windows { get; } = windows;

    /// <summary>Only what will be stopped is braked for: a message can wait for the limit itself.</summary>
    public bool IsPredictive { get; } = rule.IsPredictive && target is not null;
}
