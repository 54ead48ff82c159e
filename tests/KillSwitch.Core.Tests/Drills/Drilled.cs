using KillSwitch.Core.Drills;

namespace KillSwitch.Core.Tests.Drills;

/// <summary>A drill as a test needs it.</summary>
public static class Drilled
{
    public static DateTimeOffset EndedAt { get; } = new(2026, 11, 20, 9, 14, 3, 250, TimeSpan.Zero);

    public static DrillFindings Of(string region = "us-east-1", DateTimeOffset? endedAt = null) => new()
    {
        Id = "drill-abcdefghjk",
        StartedAt = (endedAt ?? EndedAt).AddMinutes(-4),
        EndedAt = endedAt ?? EndedAt,
        Account = "123456789012",
        Region = region,
        GuardVersion = "c2hhMjU2",
        By = "arn:aws:iam::123456789012:role/operator",
        Model = "anthropic.claude-haiku-4-5-20251001-v1:0",
        SpentUsd = 0.0123m,
        Checks =
        [
            new("record-fields", "a record names the tokens that the answer names", DrillVerdict.Seen, "12 of 12 records do"),
            new("record-once", "a call has one record", DrillVerdict.Refuted, "a stream had two"),
            new("mantle", "mantle writes no record", DrillVerdict.NotSeen, "mantle is not open here"),
        ],
        Delays = new DrillDelays
        {
            Logged = TimeSpan.FromSeconds(3.2),
            Metered = TimeSpan.FromSeconds(1.75),
            Attached = TimeSpan.FromSeconds(0.4),
            Refused = TimeSpan.FromSeconds(3.7),
        },
        Stamp = RecordStamp.End,
    };
}
