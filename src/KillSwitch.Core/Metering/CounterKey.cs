using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Metering;

/// <summary>
/// One counter: what is counted and when. Says nothing of a rule, so that rules share counters
/// and a changed limit or a renamed rule keeps the count.
/// </summary>
/// <param name="Scope">The account and every dimension value or pattern that a record must have, as <c>ScopeText</c> writes
/// it.</param>
/// <param name="Bucket">The span of record time that is counted.</param>
public readonly record struct CounterKey(string Scope, Window Bucket);
