using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>The very program that is deployed, killed in the middle of its work, again and again over the same batch.</summary>
[Collection(OneAccount.Name)]
public class KillStories(Deployment account)
{
    private const string Principal = "user/agent-killed";

    private const string Policy = """
        version: 1
        exempt: ["role/exempt-*", "user/admin"]
        rules:
          - id: killed-cap
            match: { principal: "user/agent-killed" }
            per: principal
            limit: { usd: 3 }
            every: day
            notify: [50%, breach]
            stop: principal
        """;

    [Fact]
    public async Task A_meter_that_is_killed_before_it_counts_judges_denies_or_tells_leaves_nothing_uncounted_unstopped_or_untold()
    {
        await account.ApplyAsync(Policy);
        var payload = Calls.Payload(Calls.Of(Principal, 4));
        // What is held never reaches the account: the counting, the totals, the deny, the word of it.
        foreach (
            var held in (string[])["DynamoDB_20120810.TransactWriteItems", "DynamoDB_20120810.BatchGetItem", "AttachUserPolicy", "Publish"])
        {
            using var proxy = new CountingProxy(account.Server) { Held = held };
            await using var meter = account.Start("meter", proxy.Url);
            await meter.DieAsync(payload, proxy.Reached);
        }

        (await account.InvokesAsync(account.Keys[Principal])).ShouldBeFalse();
        using var told = new CountingProxy(account.Server);
        await using (var meter = account.Start("meter", told.Url))
            (await meter.DeliverAsync(payload)).IsError.ShouldBeFalse(meter.Log);
        await AgeWordsAsync();
        await account.EnforceAsync(false);
        await using (var watch = account.Start("watch", told.Url))
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        await account.EnforceAsync(true);

        var usage = JsonDocument.Parse((await account.CliAsync("usage", "--by", "principal", "--output", "json")).Succeeded()).RootElement;
        usage.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == Principal).GetProperty("calls")
            .GetInt64().ShouldBe(4);
        var status = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement;
        status.GetProperty("stops").EnumerateArray().Single(stop => stop.GetProperty("target").GetProperty("name").GetString() == Principal)
            .GetProperty("state").GetString().ShouldBe("enforced");
        (await account.InvokesAsync(account.Keys["role/agent-innocent"])).ShouldBeTrue();
        var subjects = told.Published.Select(one => one["Subject"]).ToList();
        subjects.ShouldContain(
            subject => subject.StartsWith("STOPPED user/agent-killed", StringComparison.Ordinal), string.Join(" | ", subjects));
        subjects.ShouldContain(subject => subject.Contains("50%", StringComparison.Ordinal), string.Join(" | ", subjects));
        (await PendingAsync()).ShouldBeEmpty();
        (await account.CliAsync("restore", Principal, "--raise", "5")).Succeeded();
    }

    // The watch leaves a word a minute to whoever wrote it down; a test does not wait so long.
    private async Task AgeWordsAsync()
    {
        var words = await PendingAsync();
        words.ShouldNotBeEmpty();
        foreach (var word in words)
        {
            var text = word.GetProperty("word").GetProperty("S").GetString()!;
            var at = JsonDocument.Parse(text).RootElement.GetProperty("at").GetDateTimeOffset();
            var item = JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>>
            {
                ["pk"] = new() { ["S"] = "untold" },
                ["sk"] = new() { ["S"] = word.GetProperty("sk").GetProperty("S").GetString()! },
                ["word"] = new()
                {
                    ["S"] = text.Replace($"\"at\":\"{at:yyyy-MM-dd}", $"\"at\":\"{at.AddDays(-1):yyyy-MM-dd}", StringComparison.Ordinal),
                },
            });
            (await account.AwsAsync(account.Admin, "dynamodb", "put-item", "--table-name", account.TableName, "--item", item)).Succeeded();
        }
    }

    private async Task<IReadOnlyList<JsonElement>> PendingAsync() =>
        [.. JsonDocument.Parse((await account.AwsAsync(
            account.Admin, "dynamodb", "query", "--table-name", account.TableName, "--key-condition-expression", "pk = :pk",
                "--expression-attribute-values", """{":pk":{"S":"untold"}}""", "--output", "json")).Succeeded())
            .RootElement.GetProperty("Items").EnumerateArray()];
}
