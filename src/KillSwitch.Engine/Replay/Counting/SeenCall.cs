using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>A call that happened, on its way to the guard.</summary>
internal readonly record struct SeenCall(Invocation Record, PricedCall Priced, ReplaySubject Subject)
{
    public long Second => Record.Timestamp.ToUnixTimeSeconds();

    public Usage Usage => Meter.UsageOf(Record, Priced);

    public bool IsLate(DateTimeOffset now) => PricedInvocation.IsLate(Record, Record.Tokens, now);
}
