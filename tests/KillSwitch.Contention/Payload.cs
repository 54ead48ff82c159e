using KillSwitch.Core.Invocations;

namespace KillSwitch.Contention;

/// <summary>One delivery of a log subscription that holds very many calls, as a burst makes them.</summary>
/// <param name="Records">Of five seconds.</param>
/// <param name="Sessions">How many call, as evenly as they can.</param>
/// <param name="Principals">Whose sessions they are.</param>
public sealed record Payload(int Records, int Sessions, int Principals = 20)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);
    private static readonly TokenUsage Tokens = new(InputTokens: 2_000, OutputTokens: 300, CacheReadInputTokens: 10_000);

    public Invocation[] At(DateTimeOffset delivered) => [.. Enumerable.Range(0, Records).Select(number => new Invocation
    {
        Id = new RecordId("123456789012", "us-east-1", new Guid(number, 1, 0, new byte[8])),
        Timestamp = delivered - Age + (Span * number / Records),
        Caller = Caller.Parse(
            $"arn:aws:sts::123456789012:assumed-role/agent-{number % Sessions % Principals}/task-{number % Sessions}"),
        Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
        Tokens = Tokens,
        HasTokenCounts = true,
    })];
}
