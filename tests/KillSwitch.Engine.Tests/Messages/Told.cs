using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

/// <summary>A stop to tell of.</summary>
internal static class Told
{
    public static GuardAddress Guard { get; } = new("KillSwitch", "us-east-1");

    public static DateTimeOffset At { get; } = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    public static Window April { get; } = new(
        new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)
            .ToUnixTimeSeconds());

    public static Stop Stop() => new()
    {
        Id = "stop-abcdefghjk",
        Target = new StopTarget.Principal("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent"),
        Cause = new StopCause.ByRule(
            new TripKey("agent-cap", "account=111122223333|principal=role/agent", April, IsRolling: false), new Evidence(
                "role/agent", Unit.Usd, 500, 487.90m, new Usage(1200, new TokenUsage(90_000, 7_000, 10_000, 5_000), new Usd(487.90m)),
                9, 0.3m,
                TimeSpan.FromSeconds(30), April, At)),
        State = StopState.Intended,
        At = At,
    };

    public static Stop Stopped() => Stop() with { State = StopState.Enforced, EnforcedAt = At.AddSeconds(2), ReleaseAt = April.Until };
}
