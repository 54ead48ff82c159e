using System.Text.Json;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

public class StopMessageTests
{
    private static readonly GuardAddress Guard = new("KillSwitch", "us-east-1");
    private static readonly DateTimeOffset At = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    [Fact]
    public void A_stop_says_who_why_since_when_until_when_and_what_to_type()
    {
        var message = StopMessage.Of(Stop() with { State = StopState.Enforced, EnforcedAt = At.AddSeconds(2), ReleaseAt = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero) }, Guard);

        message.Subject.ShouldBe("STOPPED role/agent: $487.90 of $500.00 (agent-cap)");
        message.Text.ShouldBe("""
            role/agent was stopped: all spending on Amazon Bedrock is denied.

            Rule     agent-cap: role/agent reached $487.90 of $500.00 since 2026-04-01 00:00 UTC
            Account  111122223333
            Found    2026-04-24 03:12:09 UTC
            Denied   2026-04-24 03:12:11 UTC
            Ends     2026-05-01 00:00:00 UTC, by itself
            Restore  killswitch restore stop-abcdefghjk --stack KillSwitch --region us-east-1
            Look     killswitch status --stack KillSwitch --region us-east-1

            """);
    }

    [Theory]
    [InlineData(StopState.Failed, "NOT STOPPED", "killswitch restore")]
    [InlineData(StopState.Observed, "WOULD STOP", null)]
    [InlineData(StopState.AwaitingApproval, "WAITS FOR YOU", "killswitch approve")]
    [InlineData(StopState.Released, "RESTORED", null)]
    [InlineData(StopState.Releasing, "STILL STOPPED", "killswitch restore")]
    [InlineData(StopState.Rejected, "NOT STOPPED", null)]
    public void Each_state_has_its_own_head_and_its_own_command(StopState state, string head, string? command)
    {
        var message = StopMessage.Of(Stop() with { State = state }, Guard);

        message.Subject.ShouldStartWith(head);
        if (command is not null)
            message.Text.ShouldContain(command);
        else
            message.Text.ShouldNotContain("killswitch restore");
        using var json = JsonDocument.Parse(message.Json);
        json.RootElement.GetProperty("state").GetString().ShouldBe(JsonNamingPolicy.CamelCase.ConvertName(state.ToString()));
    }

    [Fact]
    public void A_name_that_is_built_to_mislead_stays_one_line_and_the_subject_stays_within_bounds()
    {
        var name = "role/a\nRestore  rm -rf /\u202e" + new string('x', 300);
        var stop = Stop();
        var message = StopMessage.Of(stop with { State = StopState.Enforced, Target = new StopTarget.Principal("1", name, "arn"), Evidence = stop.Evidence with { Subject = name } }, Guard);

        message.Subject.Length.ShouldBeLessThanOrEqualTo(100);
        message.Subject.ShouldAllBe(c => c >= ' ' && c <= '~');
        message.Text.Split('\n').Count(line => line.StartsWith("Restore", StringComparison.Ordinal)).ShouldBe(1);
        message.Text.ShouldNotContain("\u202e");
    }

    [Fact]
    public void A_stop_by_hand_gives_the_persons_reason()
    {
        var stop = ManualStop.Of(new StopTarget.Principal("1", "role/agent", "arn"), "arn:aws:iam::1:user/ana", "a leaked key", At);
        var message = StopMessage.Of(stop with { State = StopState.Enforced }, Guard);

        message.Subject.ShouldBe("STOPPED role/agent: by hand");
        using var json = JsonDocument.Parse(message.Json);
        json.RootElement.GetProperty("reason").GetString().ShouldBe("stopped by arn:aws:iam::1:user/ana: a leaked key");
        json.RootElement.GetProperty("rule").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static Stop Stop()
    {
        var window = new Window(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        return new Stop
        {
            Id = "stop-abcdefghjk",
            Trip = new TripKey("agent-cap", "account=111122223333|principal=role/agent", window, IsRolling: false),
            Target = new StopTarget.Principal("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent"),
            Evidence = new Evidence("role/agent", "usd", 500, 487.90m, new Usage(1200, default, new Usd(487.90m)), 0, 0, TimeSpan.Zero, window, At),
            State = StopState.Intended,
            At = At,
        };
    }
}
