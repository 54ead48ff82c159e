using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Tests.Watching;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Tests.Stops;

public class StopOutputTests
{
    [Theory]
    [InlineData(StopState.AwaitingApproval, null, "waits for approval")]
    [InlineData(StopState.AwaitingApproval, "25 principals were stopped", "waits for approval: 25 principals were stopped")]
    [InlineData(StopState.Rejected, "rejected by ana: a load test", "rejected: nothing was cut (rejected by ana: a load test)")]
    [InlineData(StopState.Failed, "IAM said no", "NOT stopped: IAM said no")]
    public void A_state_says_why_where_that_is_known(StopState state, string? note, string says) =>
        StopOutput.Sentence(Under(Unit.Usd) with { State = state, Note = note }).ShouldBe(says);

    [Fact]
    public void A_stop_that_leaks_is_no_stop_that_holds()
    {
        StopOutput.Sentence(Leaking).ShouldBe("LEAKING: Bedrock still serves it though the deny is in place");
        Row(Leaking).Pieces.ShouldContain(new Piece("leaking", Ink.Bad));
    }

    [Theory]
    [InlineData(Unit.Usd, "$61.00 of $60.00")]
    [InlineData(Unit.Calls, "61 of 60 calls")]
    [InlineData(Unit.UncachedInputTokens, "61 of 60 tokens")]
    public void The_unit_is_said_once(Unit unit, string says) => StopOutput.Cause(Under(unit)).ShouldBe(says);

    [Fact]
    public void An_account_is_called_one_wherever_it_is_named()
    {
        var stop = Under(Unit.Usd) with { Target = new StopTarget.WholeAccount("111122223333") };

        Row(stop).Text.ShouldContain(" account 111122223333 ");
        ExplanationText.Lines(new StopExplanation(stop, null, null, []), 120).First().Text
            .ShouldStartWith($"{stop.Id}: account 111122223333, ");
    }

    internal static Stop Leaking => Under(Unit.Usd) with
    {
        State = StopState.Enforced,
        EnforcedAt = SampleGuard.Now.AddMinutes(-9),
        LeakedAt = SampleGuard.Now,
    };

    internal static Stop Under(Unit unit)
    {
        var window = new Window(SampleGuard.Now.ToUnixTimeSeconds() - 3600, SampleGuard.Now.ToUnixTimeSeconds() + 3600);
        var trip = new TripKey("daily-cap", "account=1|principal=role/a", window, IsRolling: false);
        return new Stop
        {
            Id = trip.StopId(),
            Target = new StopTarget.Principal("1", "role/a", "arn:aws:iam::1:role/a"),
            Cause = new StopCause.ByRule(trip, new Evidence("role/a", unit, 60, 61, default, 0, 0, TimeSpan.Zero, window, SampleGuard.Now)),
            State = StopState.Intended,
            At = SampleGuard.Now,
        };
    }

    private static Line Row(Stop stop) => StopTable.Of([stop]).Lines(200, Glyphs.Unicode)[2];
}
