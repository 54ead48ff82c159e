using KillSwitch.Cli.Tests.Docs;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

/// <summary>What <c>docs/notifications.md</c> shows is what is sent.</summary>
public class NotificationsPageTests
{
    private static readonly GuardAddress Berlin = Told.Guard with { Calendar = WindowCalendar.Of("Europe/Berlin") };

    private static readonly Message Level = NoticeMessage.Of(
        new Notice(
            new NoticeKey.OfTrip(Told.Stop().Trip!, "80%"), "role/agent", "111122223333", 460.70m, 500, Unit.Usd, Told.April, Told.At,
            Evidence: null)
        {
            Outlook = new Outlook(12.40m, IsMean: false, Told.At.AddMinutes(190)),
            Next = StopState.Intended,
            Target = "role/agent",
        },
        Berlin);

    private readonly string _page = File.ReadAllText(Path.Combine(Page.Root, "docs", "notifications.md"));

    [Fact]
    public void The_texts_are_those_of_the_page()
    {
        var second = StopMessage.Of(
            Told.Stopped() with { Id = "stop-kkkkkkkkkk", Target = new StopTarget.Principal("1", "role/agent-2", "arn") }, Berlin);

        _page.ShouldContain(Fenced(StopMessage.Of(Told.Stopped(), Berlin)));
        _page.ShouldContain(Fenced(Level));
        _page.ShouldContain(Fenced(DigestMessage.Of([Level, StopMessage.Of(Told.Stopped(), Berlin), second], Berlin)));
    }

    [Fact]
    public void The_chat_message_is_that_of_the_page()
    {
        var chat = StopMessage.Of(Told.Stopped(), Told.Guard).Chat;

        foreach (var line in _page.Split('\n').Where(line => line.StartsWith("{\"version\"", StringComparison.Ordinal))
            .SelectMany(line => line.Split('…')))
        {
            chat.Replace("\\u0060", "`", StringComparison.Ordinal).ShouldContain(line.Trim('"', ','));
        }
    }

    private static string Fenced(Message message) => $"```text\n{message.Text}```\n";
}
