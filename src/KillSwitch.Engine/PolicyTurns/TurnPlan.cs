namespace KillSwitch.Engine.PolicyTurns;

/// <summary>What a policy changes the moment that it is in force.</summary>
/// <param name="Endings">Stops that it does not stand behind.</param>
/// <param name="Starts">Where the counters of new rules start.</param>
/// <param name="Over">Counters that are over their limits, and whose stop is not there yet.</param>
/// <param name="Near">All other counters of which people are to be told.</param>
public sealed record TurnPlan(
    IReadOnlyList<Ending> Endings, IReadOnlyList<CounterStart> Starts, IReadOnlyList<LiveCounter> Over, IReadOnlyList<LiveCounter> Near);
