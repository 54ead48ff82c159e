using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.Caching;

/// <summary>Calls of one session.</summary>
internal static class RecordedCalls
{
    public const string Account = "111122223333";
    public const string Opus = "us.anthropic.claude-opus-4-6-v1";

    public static DateTimeOffset Start { get; } = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    public static Invocation Call(double minute, long input = 0, long read = 0, long write = 0, string model = Opus,
        string session = "droid-1", long write1h = 0) => new()
        {
            Id = new RecordId(Account, "us-east-1", Guid.NewGuid()),
            Timestamp = Start.AddMinutes(minute),
            Caller = Caller.Parse($"arn:aws:sts::{Account}:assumed-role/agent/{session}"),
            Model = ModelId.Parse(model),
            Tokens = new TokenUsage(input, 100, read, write, write1h),
            HasTokenCounts = true,
        };
}
