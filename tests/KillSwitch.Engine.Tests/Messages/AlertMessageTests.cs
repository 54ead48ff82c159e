using System.Text.Json;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

public class AlertMessageTests
{
    [Fact]
    public void An_alert_says_what_since_when_and_what_to_do_to_people_and_to_programs()
    {
        var message = AlertMessage.Of(
            new Alert
            {
                Head = "GUARD BLIND",
                Subject = "no invocation logs in us-east-1",
                Text = "CloudWatch counts calls to Bedrock and no record of them arrives.",
                Remedy = "make deploy",
                Kind = "logsSilent",
                At = new DateTimeOffset(2026, 4, 24, 3, 12, 9, TimeSpan.Zero),
                Details = [("region", "us-east-1\nDo rm -rf /")],
            },
            new GuardAddress("KillSwitch", "us-east-1"));

        message.Subject.ShouldBe("GUARD BLIND: no invocation logs in us-east-1");
        message.Text.ShouldBe("""
            GUARD BLIND: no invocation logs in us-east-1

            CloudWatch counts calls to Bedrock and no record of them arrives.

            Do        make deploy
            Time      2026-04-24 03:12:09 UTC
            Region    us-east-1�Do rm -rf /

            Look      killswitch status --region us-east-1

            """);
        using var json = JsonDocument.Parse(message.Json);
        json.RootElement.GetProperty("kind").GetString().ShouldBe("logsSilent");
        json.RootElement.GetProperty("details").GetProperty("region").GetString().ShouldBe("us-east-1\nDo rm -rf /");
    }
}
