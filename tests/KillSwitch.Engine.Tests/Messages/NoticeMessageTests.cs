using System.Text.Json;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

public class NoticeMessageTests
{
    [Fact]
    public void A_warning_says_how_much_and_when_the_stop_comes_at_this_rate()
    {
        var message = NoticeMessage.Of(Notice(new Outlook(12.40m, IsMean: false, Told.At.AddMinutes(190))),
            Told.Guard with { Calendar = WindowCalendar.Of("Europe/Berlin") });

        message.Subject.ShouldBe("AT 80% role/agent: $460.70 of $500.00 (agent-cap)");
        message.Text.ShouldBe("""
            AT 80% role/agent: it has used $460.70 of $500.00.

            Rule      agent-cap
            Since     2026-04-01 00:00 UTC (02:00 Europe/Berlin)
            Outlook   at $12.40 an hour, as in the last five minutes, the limit is
                      reached about 2026-04-24 06:22 UTC (08:22 Europe/Berlin), that
                      is in 3 h 10 min; then role/agent is stopped
            Until     2026-05-01 00:00 UTC (02:00 Europe/Berlin), then it starts
                      anew

            Look      killswitch usage --region us-east-1
            Account   111122223333
            Found     2026-04-24 03:12:09 UTC (05:12:09 Europe/Berlin)

            """);
        using var json = JsonDocument.Parse(message.Json);
        var outlook = json.RootElement.GetProperty("outlook");
        (outlook.GetProperty("perHour").GetDecimal(), outlook.GetProperty("pace").GetString(), outlook.GetProperty("reachedAt").GetString())
            .ShouldBe((12.40m, "lastMinutes", "2026-04-24T06:22:09Z"));
        (json.RootElement.GetProperty("then").GetString(), json.RootElement.GetProperty("target").GetString())
            .ShouldBe(("intended", "role/agent"));
    }

    [Theory]
    [InlineData(StopState.Observed, "then role/agent would be stopped, if the policy did not only observe")]
    [InlineData(StopState.AwaitingApproval, "then the stop of role/agent waits for a person")]
    [InlineData(null, "nothing is stopped then")]
    public void What_happens_at_the_limit_is_what_the_policy_says(StopState? next, string then)
    {
        var text =
            Flat(NoticeMessage.Of(Notice(new Outlook(12.40m, IsMean: true, Told.At.AddMinutes(5))) with { Next = next }, Told.Guard));

        text.ShouldContain(
            "at $12.40 an hour, the mean of this window, the limit is reached about 2026-04-24 03:17 UTC, that is in 5 min; " + then);
    }

    [Theory]
    [InlineData(StopState.Intended, "failed")]
    [InlineData(StopState.Observed, "observed")]
    [InlineData(StopState.AwaitingApproval, "awaitingApproval")]
    public void No_stop_is_promised_of_whom_none_can_reach(StopState next, string then)
    {
        var message = NoticeMessage.Of(Notice(new Outlook(12.40m, IsMean: false, Told.At.AddMinutes(5))) with
        {
            Next = next,
            Obstacle = "nobody can change it; a service control policy stops it",
        }, Told.Guard);

        Flat(message).ShouldContain("in 5 min; role/agent cannot be stopped then: nobody can change it; a service control policy stops it");
        using var json = JsonDocument.Parse(message.Json);
        (json.RootElement.GetProperty("then").GetString(), json.RootElement.GetProperty("obstacle").GetString())
            .ShouldBe((then, "nobody can change it; a service control policy stops it"));
    }

    [Fact]
    public void A_rate_that_does_not_reach_the_limit_says_so()
    {
        Flat(NoticeMessage.Of(Notice(new Outlook(0.01m, IsMean: false, null)), Told.Guard))
            .ShouldContain("at $0.01 an hour, as in the last five minutes, not reached in this window");
    }

    [Fact]
    public void Where_nothing_can_be_said_nothing_is_said()
    {
        var message = NoticeMessage.Of(Notice(outlook: null), Told.Guard);

        message.Text.ShouldNotContain("Outlook");
        using var json = JsonDocument.Parse(message.Json);
        json.RootElement.GetProperty("outlook").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static Notice Notice(Outlook? outlook) =>
        new(new NoticeKey.OfTrip(Told.Stop().Trip!, "80%"), "role/agent", "111122223333", 460.70m, 500, Unit.Usd, Told.April, Told.At,
            Evidence: null)
        {
            Outlook = outlook,
            Next = StopState.Intended,
            Target = "role/agent",
        };

    private static string Flat(Message message) =>
        string.Join(' ', message.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
