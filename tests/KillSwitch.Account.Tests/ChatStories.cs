using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>A person at night, with a phone: the message in the channel, the button under it, and who may press it.</summary>
public sealed class ChatStories(ChatGuard guard) : IClassFixture<ChatGuard>
{
    private const string Policy = """
        version: 1
        chat: { mayRestore: [role/oncall] }
        rules:
          - { id: agent-cap, match: { principal: "role/*" }, per: principal, limit: { usd: 3 }, every: day, stop: principal, brake: exact }
        """;

    [Fact]
    public async Task A_stop_is_lifted_by_the_button_of_who_may_and_by_nobody_elses()
    {
        var key = await guard.RoleAsync("agent");
        await guard.RoleAsync("oncall");
        await guard.RoleAsync("stranger");
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        (await guard.InvokesAsync(key)).ShouldBeTrue();
        // The topics and the queue are there before anybody is told.
        await guard.ForgeAsync("{}");

        await guard.DeliverAsync(Calls.Of("role/agent", 3));
        (await guard.InvokesAsync(key)).ShouldBeFalse();
        var context = guard.Told[^1].GetProperty("metadata").GetProperty("additionalContext");
        var id = context.GetProperty("stop").GetString()!;
        (context.GetProperty("stack").GetString(), context.GetProperty("region").GetString(), context.GetProperty("restore").GetString(),
            context.GetProperty("raise").GetString(), context.TryGetProperty("decide", out _))
            .ShouldBe(("KillSwitch", "us-east-1", "yes", "$0.75", false));

        // Neither a stranger, nor the stopped role itself, nor whoever calls the function with what SQS would hand it.
        await guard.PressAsync("stranger", "eve", $"{id}/raise");
        Answer(id).ShouldContain(
            "arn:aws:sts::123456789012:assumed-role/stranger/eve pressed it, and nothing was done: it was refused: 'chat.mayRestore' of the "
            + "policy in force does not name role/stranger");
        await guard.PressAsync("agent", "session-1", $"{id}/raise");
        Answer(id).ShouldContain("does not name role/agent");
        await guard.ForgeAsync(await ForgedAsync(id));
        (await guard.InvokesAsync(key)).ShouldBeFalse();

        // At its limit it would trip again.
        await guard.PressAsync("oncall", "anna@example.com", $"{id}/restore");
        Answer(id).ShouldContain("it would trip again at once");
        (await guard.InvokesAsync(key)).ShouldBeFalse();

        await guard.PressAsync("oncall", "anna@example.com", $"{id}/raise");
        (await guard.InvokesAsync(key)).ShouldBeTrue();
        var told = guard.Told[^1];
        (told.GetProperty("metadata").GetProperty("threadId").GetString(), told.GetProperty("content").GetProperty("title").GetString())
            .ShouldBe((id, ":information_source: RESTORED `role/agent`"));
        (await guard.CliAsync("explain", id)).Output.Replace("\n", " ", StringComparison.Ordinal)
            .ShouldContain("assumed-role/oncall/anna@example.com");

        // Once more does nothing, and says so.
        await guard.PressAsync("oncall", "anna@example.com", $"{id}/raise");
        Answer(id).ShouldContain("it is restored already");
        (await guard.WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_no_button_sends_is_answered_once_and_is_gone()
    {
        await guard.RoleAsync("writer");
        (await guard.ApplyAsync(Policy.Replace("role/oncall", "role/writer", StringComparison.Ordinal), "--yes")).Succeeded();

        await guard.PressAsync("writer", "s", """{"stop":"*","do":"<!channel> restore"}""");

        guard.Told[^1].GetProperty("content").GetProperty("description").GetString()!.ShouldContain("is no button's message");
        (await guard.WaitingAsync()).ShouldBe(0);
    }

    private string Answer(string id)
    {
        var told = guard.Told[^1];
        told.GetProperty("metadata").GetProperty("threadId").GetString().ShouldBe(id);
        return told.GetProperty("content").GetProperty("description").GetString()!;
    }

    private async Task<string> ForgedAsync(string id)
    {
        var role = (await guard.IamAsync("GetRole", ("RoleName", "oncall")))
            .Descendants().Single(one => one.Name.LocalName == "RoleId").Value;
        return JsonSerializer.Serialize(new
        {
            Records = (object[])
            [
                new
                {
                    messageId = "1",
                    receiptHandle = "r",
                    body = $"{id}/raise",
                    attributes = new { SenderId = $"{role}:anna@example.com" },
                    eventSource = "aws:sqs",
                    eventSourceARN = "arn:aws:sqs:us-east-1:123456789012:KillSwitch-ChatPresses-1",
                },
            ],
        });
    }
}
