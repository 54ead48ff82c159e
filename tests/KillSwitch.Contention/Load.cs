using KillSwitch.Core.Invocations;

namespace KillSwitch.Contention;

/// <summary>Deliveries of a log subscription: five short calls each, by callers at random.</summary>
/// <param name="Rate">Deliveries a second, at random times.</param>
/// <param name="Principals">How many there are, each in two sessions.</param>
public sealed record Load(int Rate, int Principals = 20)
{
    public const int Records = 5;

    // Some come again at once, as a delivery may.
    private const double Again = 0.02;

    /// <summary>How old a record is when it is delivered.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private static readonly TokenUsage Tokens = new(InputTokens: 2_000, OutputTokens: 300, CacheReadInputTokens: 10_000);

    /// <summary>When each is delivered, since the start, with its records.</summary>
    public IEnumerable<(TimeSpan At, Invocation[] Records)> Deliveries(DateTimeOffset start, TimeSpan span, Random random)
    {
        var number = 0;
        for (var at = Pause(random); at < span; at += Pause(random))
        {
            Invocation[] records = [.. Enumerable.Range(0, Records).Select(_ => Call(number++, start + at - Age, random))];
            yield return (at, records);
            if (random.NextDouble() < Again)
                yield return (at, records);
        }
    }

    private TimeSpan Pause(Random random) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / Rate);

    private Invocation Call(int number, DateTimeOffset at, Random random) => new()
    {
        Id = new RecordId("123456789012", "us-east-1", new Guid(number, 0, 0, new byte[8])),
        Timestamp = at,
        Caller = Caller.Parse($"arn:aws:sts::123456789012:assumed-role/agent-{random.Next(Principals)}/task-{random.Next(2)}"),
        Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
        Tokens = Tokens,
        HasTokenCounts = true,
    };
}
