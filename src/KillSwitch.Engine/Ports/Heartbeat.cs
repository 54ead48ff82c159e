using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Engine.Ports;

/// <summary>The last sign of life of a part of the guard.</summary>
/// <param name="Part"><c>meter</c> or <c>watch</c>, and its region: <c>meter/us-east-1</c>.</param>
/// <param name="At">When it last ran to its end.</param>
/// <param name="NewestRecord">The time of the newest record that it has seen; null for a part that sees none.</param>
/// <param name="DataLag">From that record's time to its evaluation.</param>
/// <param name="EnforcementLag">From a decision to the read-back of its deny, the last time; null before the first stop.</param>
/// <param name="PolicyVersion">The policy that it ran under; 0 for none.</param>
public sealed record Heartbeat(
    string Part,
    DateTimeOffset At,
    DateTimeOffset? NewestRecord = null,
    TimeSpan? DataLag = null,
    TimeSpan? EnforcementLag = null,
    int PolicyVersion = 0)
{
    /// <summary>
    /// The newest record, unless its time has yet to come: what a damaged record has left behind says nothing of what arrives.
    /// </summary>
    public DateTimeOffset? NewestBy(DateTimeOffset now) => NewestRecord is { } newest && !ClockSkew.IsAhead(newest, now) ? newest : null;

    /// <summary>When it last failed; null when it never did.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>What it said when it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>When it last met models without a price.</summary>
    public DateTimeOffset? UnpricedAt { get; init; }

    /// <summary>Those models, as one text.</summary>
    public string? Unpriced { get; init; }
}
