using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Evaluation;

/// <summary>
/// One rule that counts a record, and under which scope. Shared by all records of the same caller, model, region and tags.
/// </summary>
public sealed class RuleHit(Rule rule, string scope, string subject, StopTarget? target, bool isExempt, RollingWindow? rolling)
{
    private readonly string _limit = LimitText.Of(rule.Limit);

    public Rule Rule { get; } = rule;

    /// <summary>As <see cref="ScopeText"/> writes it.</summary>
    public string Scope { get; } = scope;

    /// <summary>Whose counter it is, as people say it: <c>role/agent</c>, <c>role/agent/droid-7</c>.</summary>
    public string Subject { get; } = subject;

    /// <summary>Null for a rule that stops nothing, and for a principal that is exempt.</summary>
    public StopTarget? Target { get; } = target;

    public bool IsExempt { get; } = isExempt;

    /// <summary>Where what was granted beyond the limit is kept.</summary>
    public AllowanceCounters Allowances { get; } = new(rule, scope);

    /// <summary>The counters that make up the total of a window of the rule.</summary>
    public IEnumerable<CounterKey> Counters(Window window) =>
        Rolling is { } trailing
            ? trailing.Buckets(window).Select(bucket => new CounterKey(Scope, bucket))
            : [new CounterKey(Scope, window)];

    /// <summary>The trip of this counter in a window.</summary>
    public TripKey Trip(Window window, int round) => new(Rule.Id, Scope, window, Rolling is not null, round, _limit);

    /// <summary>Null for a calendar window.</summary>
    public RollingWindow? Rolling { get; } = rolling;

    /// <summary>Only what will be stopped is braked for: a message can wait for the limit itself.</summary>
    public bool IsPredictive { get; } = rule.Brake == Brake.Predictive && target is not null && rule.Limit is not Limit.CacheHitRatio;
}
