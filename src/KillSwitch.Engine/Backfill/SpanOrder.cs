namespace KillSwitch.Engine.Backfill;

/// <summary>A span that somebody else is to fill.</summary>
/// <param name="IsWhole">Whether records that are counted are judged as well: whoever was at it before may have died over it.</param>
/// <param name="Until">When to leave off.</param>
public sealed record SpanOrder(string Region, DateTimeOffset From, DateTimeOffset To, bool IsWhole, DateTimeOffset Until);
