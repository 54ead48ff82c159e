using System.Text.Json;
using System.Xml.Linq;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;

namespace KillSwitch.Engine.Tests.Hostile;

/// <summary>
/// Whatever a name is, a message stays the message that it is: the heads of lines and the members that it has with a good name, nothing
/// that steers.
/// </summary>
public class HostileNameTests
{
    private static readonly GuardAddress Guard = new("KillSwitch", "us-east-1");
    private static readonly DateTimeOffset At = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);
    private static readonly Window Day = new(1_776_988_800, 1_777_075_200);

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void A_stop_of_any_name_is_told_under_the_same_heads_and_members(string what, string name)
    {
        foreach (var state in Enum.GetValues<StopState>())
        {
            ShouldBeLike(
                what, StopMessage.Of(StopOf(new StopTarget.Session("111122223333", "role/a", "arn", "s"), "s", "a note", state), Guard),
                StopMessage.Of(StopOf(new StopTarget.Session("111122223333", "role/" + name, "arn", name), name, name, state), Guard));
            ShouldBeLike(what, StopMessage.Of(StopOf(new StopTarget.Model("111122223333", "m"), "s", "a note", state), Guard),
                StopMessage.Of(StopOf(new StopTarget.Model("111122223333", name), name, name, state), Guard));
        }
    }

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void A_level_of_any_subject_and_an_alert_of_any_words_are_told_under_the_same_heads_and_members(string what, string name)
    {
        ShouldBeLike(what, NoticeMessage.Of(NoticeOf("s"), Guard), NoticeMessage.Of(NoticeOf(name), Guard));
        ShouldBeLike(what, AlertMessage.Of(AlertOf("s"), Guard), AlertMessage.Of(AlertOf(name), Guard));
    }

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public void A_page_about_any_name_is_one_page_and_runs_nothing(string what, string name)
    {
        var target = new ReplayTarget(StopScope.Session, "role/" + name, "111122223333");
        var result = new ReplayResult
        {
            Mode = PolicyMode.Enforce,
            Stops = [new ReplayStop
            {
                Rule = "cap",
                Target = target,
                At = At,
                Reason = name,
                Limit = 1,
                Measured = 1,
                Unit = Unit.Usd,
                AtEffect = 1,
                Overshoot = 0,
            }],
        };
        using var writer = new StringWriter();
        HtmlReport.Write(result, new ReportHeading(name, name, [name]), writer);
        var html = writer.ToString();

        HostileTexts.Steers(html.ReplaceLineEndings("\n").Replace("\t", "", StringComparison.Ordinal)).ShouldBeFalse(what);
        foreach (var live in (string[])["<script", "<svg onload", "onerror=alert(1)>", "<img"])
            html.ShouldNotContain(live);
        XDocument.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..].Replace("&nbsp;", " ", StringComparison.Ordinal))
            .Descendants("h1").Count().ShouldBe(1, what);
    }

    [Theory]
    [MemberData(nameof(HostileTexts.All), MemberType = typeof(HostileTexts))]
    public async Task A_session_of_any_name_is_denied_by_a_tag_that_IAM_takes_or_else_with_its_role(string what, string name)
    {
        var session = new StopTarget.Session("111122223333", "role/a", "arn:aws:iam::111122223333:role/a", name);
        if (SessionDeny.MarkOf(session) is { } mark)
        {
            mark.ToString().Length.ShouldBeLessThan(600, what);
            HostileTexts.Steers(mark.ToString()).ShouldBeFalse(what);
            name.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || "+=,.@-_".Contains(c));
        }
        else
        {
            (await new InMemoryAccount(TimeSpan.Zero, _ => false).DenyAsync(session, At, default))
                .ShouldBeOfType<EnforcementResult.Wider>(what);
        }
    }

    private static void ShouldBeLike(string what, Message good, Message hostile)
    {
        hostile.Subject.ShouldAllBe(c => c >= ' ' && c <= '~', what);
        hostile.Subject.Length.ShouldBeInRange(1, 100, what);
        HostileTexts.Steers(hostile.Text).ShouldBeFalse(what);
        Heads(hostile.Text).ShouldBe(Heads(good.Text), what);
        Shape(hostile.Json).ShouldBe(Shape(good.Json), what);
    }

    // What begins in the first column is a label or the message's own words.
    private static string Heads(string text) =>
        string.Join(',', text.Split('\n').Where(line => line.Length > 0 && line[0] != ' ').Select(line => line.Split(' ')[0]));

    private static string Shape(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);

        static string Of(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object =>
                "{" + string.Join(',', element.EnumerateObject().Select(member => member.Name + Of(member.Value))) + "}",
            JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Of)) + "]",
            var kind => kind.ToString(),
        };
    }

    private static Stop StopOf(StopTarget target, string subject, string note, StopState state) => new()
    {
        Id = "stop-abcdefghjk",
        Target = target,
        Cause = new StopCause.ByRule(new TripKey("cap", "account=111122223333", Day, IsRolling: false), EvidenceOf(subject)),
        State = state,
        At = At,
        Note = note,
    };

    private static Evidence EvidenceOf(string subject) => new(subject, Unit.Usd, 10, 12, default, 0, 0, TimeSpan.Zero, Day, At);

    private static Notice NoticeOf(string subject) => new(
        new NoticeKey.OfTrip(new TripKey("cap", "account=111122223333|principal=" + subject, Day, IsRolling: false), NoticeKey.Breach),
        subject, "111122223333", 12, 10, Unit.Usd, Day, At, EvidenceOf(subject));

    private static Alert AlertOf(string text) => new()
    {
        Head = "BUDGET REACHED",
        Subject = text,
        Text = "It is about " + text,
        Remedy = text,
        Kind = "budgetReached",
        At = At,
        Details = [("who", text), ("from", text)],
    };
}
