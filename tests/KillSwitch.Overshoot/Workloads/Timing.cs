using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Latency;

namespace KillSwitch.Overshoot.Workloads;

/// <summary>Makes calls of records that say when a call started: they end when their answer is written.</summary>
internal sealed class Timing(SplitMix random)
{
    private readonly PriceBook _prices = new();

    public Call Call(Invocation record, long startMilliseconds)
    {
        var end = startMilliseconds + Stages.FirstToken.Spread.Draw(random)
            + (Stages.Answer.Spread.Draw(random) * record.Tokens.OutputTokens / 1000);
        var logged = record with { Timestamp = DateTimeOffset.FromUnixTimeSeconds(end / 1000) };
        return new Call(startMilliseconds, end, logged, _prices.Price(logged).Cost.Amount);
    }
}
