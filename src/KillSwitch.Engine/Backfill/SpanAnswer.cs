namespace KillSwitch.Engine.Backfill;

/// <summary>What came of a <see cref="SpanOrder"/>.</summary>
public sealed record SpanAnswer(DateTimeOffset Reached, int Counted, int Damaged);
