using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Simulation;

/// <summary>
/// The published bill of $37,901.73 as invocation records. Published: the model, a regional profile, 6.47 billion uncached input
/// tokens, 1.67 billion cache reads, the money by kind. Modelled: nine days, the hours, the sessions, each call.
/// </summary>
public static class Incident
{
    public const string Account = "111122223333";
    public const string Region = "us-east-1";
    public const string Model = "us.anthropic.claude-opus-4-6-v1";
    public const string Role = "agent-droid";
    public const int Days = 9;

    /// <summary>A Monday, so that the nine days hold one weekend; within one month, as the bill was.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 4, 13, 0, 0, 3, TimeSpan.Zero);

    /// <summary>
    /// At Claude Opus 4.6's regional prices $35,587.23 for input, $918.50 for cache reads, $698.00 for cache writes and $698.01 for output:
    /// $37,901.73.
    /// </summary>
    public static TokenUsage Tokens { get; } = new(
        InputTokens: 6_470_404_885,
        OutputTokens: 25_382_000,
        CacheReadInputTokens: 1_670_000_001,
        CacheWriteInputTokens: 101_527_001);

    private static readonly string[] InferenceRegions = ["us-east-1", "us-east-2", "us-west-2"];

    /// <summary>The records in order of time; the same for the same seed, and the same totals for every seed.</summary>
    public static IReadOnlyList<Invocation> Generate(int seed)
    {
        var random = new SplitMix((ulong)(uint)seed);
        var turns = CodingAgent.Turns(random.Fork(), Days);
        var input = Shares.Of(Tokens.InputTokens, [.. turns.Select(turn => turn.Input)]);
        var output = Shares.Of(Tokens.OutputTokens, [.. turns.Select(turn => turn.Output)]);
        var read = Shares.Of(Tokens.CacheReadInputTokens, [.. turns.Select(turn => turn.CacheRead)]);
        var write = Shares.Of(Tokens.CacheWriteInputTokens, [.. turns.Select(turn => turn.CacheWrite)]);

        var model = ModelId.Parse(Model);
        var callers = new Dictionary<int, Caller>();
        var records = new List<Invocation>(turns.Count + (turns.Count / 256));
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            if (!callers.TryGetValue(turn.Session, out var caller))
                callers.Add(turn.Session, caller = Caller.Parse($"arn:aws:sts::{Account}:assumed-role/{Role}/droid-{turn.Session}"));
            var served = new Invocation
            {
                Id = new RecordId(Account, Region, random.Guid()),
                Timestamp = Start.AddSeconds(turn.Second),
                Caller = caller,
                Model = model,
                Operation = "ConverseStream",
                Tokens = new TokenUsage(input[i], output[i], read[i], write[i]),
                HasTokenCounts = true,
                InferenceRegion = random.Pick(InferenceRegions),
            };
            // Now and then Bedrock throttles, and the agent asks again: the first try is in the log, and costs nothing.
            if (random.Chance(3))
            {
                records.Add(served with
                {
                    Id = new RecordId(Account, Region, random.Guid()),
                    Tokens = default,
                    HasTokenCounts = false,
                    ErrorCode = "ThrottlingException"
                });
            }

            records.Add(served);
        }

        return records;
    }
}
