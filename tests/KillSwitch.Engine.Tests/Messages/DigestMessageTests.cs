using System.Text.Json;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

public class DigestMessageTests
{
    private static readonly Message Stopped = StopMessage.Of(Told.Stopped(), Told.Guard);

    private static readonly Message Second = StopMessage.Of(
        Told.Stopped() with { Id = "stop-kkkkkkkkkk", Target = new StopTarget.Principal("1", "role/agent-2\nSTOPPED root", "arn") },
        Told.Guard);

    private static readonly Message Level = NoticeMessage.Of(
        new Notice(new NoticeKey.OfTrip(Told.Stop().Trip!, "80%"), "role/agent", "111122223333", 400, 500, Unit.Usd, Told.April, Told.At,
            Evidence: null), Told.Guard);

    private static readonly Message Trouble = AlertMessage.Of(
        new Alert
        {
            Head = "GUARD IN TROUBLE",
            Subject = "no invocation logs",
            Text = "They do not come.",
            Remedy = "make deploy",
            Kind = "logsSilent",
            At = Told.At,
        }, Told.Guard);

    [Fact]
    public void Many_messages_are_one_that_lists_each_and_the_stops_first_with_what_to_type()
    {
        var digest = DigestMessage.Of([Level, Stopped, Trouble, Second], Told.Guard);

        digest.Subject.ShouldBe("4 MESSAGES: 2 STOPPED, 1 AT 80%, 1 GUARD IN TROUBLE");
        digest.Text.ShouldBe("""
            4 MESSAGES, told together as they came at once: 2 STOPPED, 1 AT 80%, 1
              GUARD IN TROUBLE

            STOPPED role/agent: $487.90 of $500.00 (agent-cap)
              killswitch restore stop-abcdefghjk --region us-east-1
            STOPPED role/agent-2�STOPPED root: $487.90 of $500.00 (agent-cap)
              killswitch restore stop-kkkkkkkkkk --region us-east-1
            AT 80% role/agent: $400.00 of $500.00 (agent-cap)
            GUARD IN TROUBLE: no invocation logs

            Look      killswitch status --region us-east-1

            """.Replace("\uFFFDSTOPPED root", "\uFFFDSTOPPED\u00a0root", StringComparison.Ordinal).Replace("no invocation logs", "no\u00a0invocation\u00a0logs", StringComparison.Ordinal));
        (digest.Kind, digest.Urgency).ShouldBe(("digest", Urgency.Act));
    }

    [Fact]
    public void The_whole_of_each_is_in_the_json()
    {
        using var json = JsonDocument.Parse(DigestMessage.Of([Level, Stopped], Told.Guard).Json);

        (json.RootElement.GetProperty("kind").GetString(), json.RootElement.GetProperty("count").GetInt32()).ShouldBe(("digest", 2));
        var first = json.RootElement.GetProperty("messages")[0];
        (first.GetProperty("subject").GetString(), first.GetProperty("text").GetString()).ShouldBe((Stopped.Subject, Stopped.Text));
        first.GetProperty("json").GetProperty("id").GetString().ShouldBe("stop-abcdefghjk");
        json.RootElement.GetProperty("messages")[1].GetProperty("json").GetProperty("level").GetString().ShouldBe("80%");
    }

    [Fact]
    public void In_a_chat_each_has_its_line_and_its_command()
    {
        using var json = JsonDocument.Parse(DigestMessage.Of([Level, Stopped], Told.Guard).Chat);

        json.RootElement.GetProperty("content").GetProperty("title").GetString().ShouldBe(":rotating_light: 2 MESSAGES");
        json.RootElement.GetProperty("content").GetProperty("description").GetString().ShouldBe("""
            1 STOPPED, 1 AT 80%
            • STOPPED role/agent: $487.90 of $500.00 (agent-cap)
               `killswitch restore stop-abcdefghjk --region us-east-1`
            • AT 80% role/agent: $400.00 of $500.00 (agent-cap)
            """);
    }
}
