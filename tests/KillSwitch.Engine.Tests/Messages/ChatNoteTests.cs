using System.Text.Json;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Engine.Tests.Messages;

/// <summary>What AWS's chat integration takes, by its schema of custom notifications.</summary>
public class ChatNoteTests
{
    [Fact]
    public void A_stop_is_a_custom_notification_with_its_command_as_the_next_step()
    {
        using var json = JsonDocument.Parse(StopMessage.Of(Told.Stopped(), Told.Guard).Chat);

        (Text("version"), Text("source"), Text("content", "textType")).ShouldBe(("1.0", "custom", "client-markdown"));
        Text("content", "title").ShouldBe(":rotating_light: STOPPED `role/agent`");
        Text("content", "description").ShouldBe("""
            All spending on Amazon Bedrock is denied.
            *Rule:* agent-cap
            *Measured:* $487.90 of $500.00
            *Since:* 2026-04-01 00:00 UTC
            *Verified:* IAM shows the deny; whether Bedrock obeys is looked at in 2 min
            *Ends:* 2026-05-01 00:00 UTC, by itself
            *Account:* 111122223333
            *Found:* 2026-04-24 03:12:09 UTC
            *Denied:* 2026-04-24 03:12:11 UTC
            *Counted:* 1,200 calls, $487.90 at list price; tokens: 90,000 in, 10,000 from the cache, 5,000 into it, 7,000 out
            *Newest:* record of 2026-04-24 03:12:09 UTC
            *Under way:* up to $9.00 more in the 30 s until a stop works
            """);
        List("content", "nextSteps").ShouldBe([
            "Restore: `killswitch restore stop-abcdefghjk --region us-east-1`",
            "Explain: `killswitch explain stop-abcdefghjk --region us-east-1`",
            "Look: `killswitch status --region us-east-1`",
        ]);
        List("content", "keywords").ShouldBe(["agent-cap", "enforced", "111122223333"]);
        (Text("metadata", "threadId"), Text("metadata", "eventType")).ShouldBe(("stop-abcdefghjk", "stop"));
        Text("metadata", "summary").ShouldBe(":rotating_light: STOPPED `role/agent`");
        List("metadata", "relatedResources").ShouldBe(["arn:aws:iam::111122223333:role/agent"]);
        json.RootElement.GetProperty("metadata").GetProperty("additionalContext").EnumerateObject()
            .ShouldAllBe(one => one.Value.ValueKind == JsonValueKind.String);

        string Text(params string[] path) => path.Aggregate(json.RootElement, (at, name) => at.GetProperty(name)).GetString()!;
        List<string> List(params string[] path) =>
            [.. path.Aggregate(json.RootElement, (at, name) => at.GetProperty(name)).EnumerateArray().Select(word => word.GetString()!)];
    }

    [Theory]
    [InlineData("role/*bold* _it_ ~no~ `code`")]
    [InlineData("role/<!channel> <https://evil.example|restore here>")]
    [InlineData("role/[restore here](https://evil.example)")]
    [InlineData("role/a\n*Restore:* `rm -rf /`")]
    public void A_name_formats_links_and_mentions_nothing(string name)
    {
        var stop = Told.Stopped() with { Target = new StopTarget.Principal("1", name, "arn"), Note = name };
        using var json = JsonDocument.Parse(StopMessage.Of(stop, Told.Guard).Chat);
        var content = json.RootElement.GetProperty("content");
        var (title, description) = (content.GetProperty("title").GetString()!, content.GetProperty("description").GetString()!);

        // One pair of back-ticks is ours.
        title.Count(c => c == '`').ShouldBe(2);
        var note = description.Split('\n').Single(line => line.StartsWith("*Note:* ", StringComparison.Ordinal))["*Note:* ".Length..];
        foreach (var text in (string[])[title, note])
        {
            text.ShouldNotContain("<");
            text.ShouldNotContain(">");
            text.ShouldNotContain("://");
        }

        note.IndexOfAny(['*', '~', '`', '[', ']']).ShouldBe(-1);
        note.ShouldNotContain(" _it_ ");
    }

    [Fact]
    public void A_name_of_ordinary_make_is_left_as_it_is()
    {
        ChatText.Sentence("role/my_agent_x reached $1.50 of $2.00 (a-b_c)").ShouldBe("role/my_agent_x reached $1.50 of $2.00 (a-b_c)");
    }

    [Fact]
    public void What_is_too_long_for_a_chat_is_cut_at_the_end_of_a_line()
    {
        var alert = new Alert
        {
            Head = "HEAD",
            Subject = new string('s', 500),
            Text = "Short.",
            Kind = "kind",
            At = Told.At,
            Details = [.. Enumerable.Range(0, 100).Select(n => ("detail", new string('d', 60)))],
        };
        using var json = JsonDocument.Parse(AlertMessage.Of(alert, Told.Guard).Chat);
        var content = json.RootElement.GetProperty("content");

        content.GetProperty("title").GetString()!.Length.ShouldBeLessThanOrEqualTo(200);
        content.GetProperty("description").GetString()!.Length.ShouldBeLessThanOrEqualTo(2_800);
        content.GetProperty("description").GetString().ShouldEndWith("d\n…");
    }
}
