using System.Text.Json;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

/// <summary>Which buttons the message of a stop offers.</summary>
public class ChatButtonsTests
{
    [Theory]
    [InlineData(StopState.Enforced, "raise=$125.00 restore=yes")]
    [InlineData(StopState.Failed, "raise=$125.00 restore=yes")]
    [InlineData(StopState.Releasing, "raise=$125.00 restore=yes")]
    [InlineData(StopState.AwaitingApproval, "decide=yes")]
    [InlineData(StopState.Observed, "")]
    [InlineData(StopState.Released, "")]
    [InlineData(StopState.Rejected, "")]
    public void Each_state_has_its_own(StopState state, string buttons) => Buttons(Told.Stop() with { State = state }).ShouldBe(buttons);

    [Fact]
    public void What_cannot_be_raised_has_no_button_for_it_and_what_needs_the_command_line_has_none()
    {
        var stopped = Told.Stopped();
        Buttons(Stop.ByHand(stopped.Target, "arn:aws:iam::111122223333:user/anna", "test", Told.At) with { State = StopState.Enforced })
            .ShouldBe("restore=yes");
        Buttons(Limited(stopped, Unit.CacheHitRatio, 0.3m)).ShouldBe("restore=yes");
        Buttons(stopped with { DeactivatedKeys = "ACCA1" }).ShouldBe("");
    }

    [Theory]
    [InlineData(Unit.Usd, "0.01", "$0.01")]
    [InlineData(Unit.Usd, "3", "$0.75")]
    [InlineData(Unit.Calls, "3", "1 call")]
    [InlineData(Unit.Tokens, "1001", "251 tokens")]
    [InlineData(Unit.Usd, "1000000000", "$250,000,000.00")]
    public void A_raise_is_a_quarter_of_the_limit_rounded_up(Unit unit, string limit, string raise) =>
        Buttons(Limited(Told.Stopped(), unit, decimal.Parse(limit, System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldBe($"raise={raise} restore=yes");

    private static Stop Limited(Stop stop, Unit unit, decimal limit) => stop.Cause is StopCause.ByRule cause
        ? stop with { Cause = cause with { Evidence = cause.Evidence with { Unit = unit, Limit = limit } } }
        : stop;

    private static string Buttons(Stop stop)
    {
        using var json = JsonDocument.Parse(StopMessage.Of(stop, Told.Guard).Chat);
        return string.Join(' ', json.RootElement.GetProperty("metadata").GetProperty("additionalContext").EnumerateObject()
            .Where(one => one.Name is "restore" or "raise" or "decide").Select(one => $"{one.Name}={one.Value}")
            .Order(StringComparer.Ordinal));
    }
}
