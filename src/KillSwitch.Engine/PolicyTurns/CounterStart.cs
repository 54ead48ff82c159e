using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>Where the counters of a rule start that nobody counted before.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Window">The window that is open now.</param>
/// <param name="Missing">What the hours have and its counters lack, by counter; empty where nothing was counted, or nothing can be
/// told.</param>
/// <param name="WhyEmpty">Why nothing can be told, one sentence without a full stop; null where the hours tell.</param>
public sealed record CounterStart(CountedRule Rule, Window Window, IReadOnlyDictionary<CounterKey, Usage> Missing, string? WhyEmpty)
{
    /// <summary>The same by scope.</summary>
    public IReadOnlyDictionary<string, Usage> ByScope { get; } = Missing.GroupBy(one => one.Key.Scope, StringComparer.Ordinal)
        .ToDictionary(scope => scope.Key, scope => scope.Aggregate(default(Usage), (sum, one) => sum + one.Value), StringComparer.Ordinal);

    /// <summary>
    /// What its counters will have, by scope: what they hold already, as a rule before this one counted by them, and what they lack.
    /// </summary>
    public IReadOnlyDictionary<string, Usage> Totals { get; init; } = new Dictionary<string, Usage>();

    /// <summary>The same in the limit's unit.</summary>
    public decimal MeasuredOf(string scope) => Rule.Limit.Of(Totals[scope]);
}
