using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>The live view, as a pipe gets it.</summary>
[Collection(OneAccount.Name)]
public class LiveViewStories(Deployment account)
{
    private const string Policy = """
        version: 1
        rules:
          - id: seen-cap
            match: { principal: "user/agent-seen" }
            per: principal
            limit: { usd: 100 }
            every: day
            stop: principal
        """;

    [Fact]
    public async Task It_shows_who_spent_what_and_how_close_to_the_limit_in_a_frame_and_in_a_line()
    {
        await account.ApplyAsync(Policy);
        await using (var meter = account.Start("meter"))
            (await meter.DeliverAsync(Calls.Payload(Calls.Of("user/agent-seen", 2)))).IsError.ShouldBeFalse(meter.Log);

        var lines = (await account.CliAsync("watch", "--once", "--output", "json")).Succeeded().TrimEnd('\n').Split('\n');
        var json = JsonDocument.Parse(lines.ShouldHaveSingleItem()).RootElement;
        json.GetProperty("top").EnumerateArray().Single(row => row.GetProperty("name").GetString() == "user/agent-seen")
            .GetProperty("calls").GetInt64().ShouldBe(2);
        json.GetProperty("spend").GetProperty("dayUsd").GetDecimal().ShouldBeGreaterThan(2);
        var counter = json.GetProperty("closeToLimit").EnumerateArray()
            .Single(one => one.GetProperty("subject").GetString() == "user/agent-seen");
        counter.GetProperty("measured").GetDecimal().ShouldBeInRange(2, 3);
        counter.GetProperty("perHour").GetDecimal().ShouldBeGreaterThan(20);

        var frame = (await account.CliAsync("watch")).Succeeded();
        frame.ShouldContain("user/agent-seen");
        frame.ShouldNotContain('\e');
    }
}
