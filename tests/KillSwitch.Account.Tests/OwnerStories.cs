using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Owners hear of the stops of what is theirs, each on a topic of their own.</summary>
[Collection(AnotherAccount.Name)]
public class OwnerStories(Deployment account)
{
    private const string Home = "us-east-1";
    private const string Elsewhere = "eu-west-1";

    // No deployment names it, and it is not there either.
    private const string Closed = "arn:aws:sns:us-east-1:123456789012:closed";

    [Fact]
    public async Task Every_owner_of_whom_is_stopped_hears_of_it_in_any_region_and_one_who_cannot_keeps_nobody_waiting()
    {
        var queues = new Dictionary<string, string> { [Home] = await ListenAsync(Home), [Elsewhere] = await ListenAsync(Elsewhere) };
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $$"""
            version: 1
            exempt: ["user/admin"]
            owners:
              - { match: { principal: "user/agent-owned" }, topic: "{{Topic(Home)}}" }
              - { match: { principal: "user/*-owned" }, topic: "{{Topic(Elsewhere)}}" }
              - { match: { principal: "user/*-owned" }, topic: "{{Closed}}" }
              - { match: { principal: "user/somebody-else" }, topic: "{{Topic(Home)}}" }
            rules:
              - { id: daily-cap, match: { principal: "user/*" }, per: principal, limit: { calls: 3 }, every: day, stop: principal }
            """);
        var applied = await account.CliAsync("policy", "apply", file, "--yes");
        applied.Succeeded();
        applied.Error.ShouldContain($"the deployment may not publish on `{Closed}`, and its owner hears nothing until it may: make deploy CONTEXT=");
        applied.Error.ShouldNotContain($"publish on `{Topic(Home)}`");
        File.Delete(file);

        using var proxy = new CountingProxy(account.Server);
        await using (var meter = account.Start("meter", proxy.Url))
        {
            (await meter.DeliverAsync(Calls.Payload([.. Calls.Of("user/agent-owned", 4), .. Calls.Of("user/agent-free", 4)]))).IsError
                .ShouldBeFalse(meter.Log);
        }

        proxy.Published.Where(one => one["TopicArn"] == account.TopicArn).Select(one => one["Subject"].Split(':')[0])
            .ShouldBe(["STOPPED user/agent-owned", "STOPPED user/agent-free"], ignoreOrder: true);
        foreach (var (region, queue) in queues)
        {
            var heard = (await ReceiveAsync(region, queue)).ShouldHaveSingleItem();
            heard.GetProperty("kind").GetString().ShouldBe("stop");
            heard.GetProperty("target").GetProperty("name").GetString().ShouldBe("user/agent-owned");
        }

        // What the closed one does not take waits for it alone, and the watch goes on.
        await account.EnforceAsync(false);
        await using (var watch = account.Start("watch"))
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        await account.EnforceAsync(true);
        var doctor = await account.CliAsync("doctor", "--output", "json");
        var owners = JsonDocument.Parse(doctor.Output).RootElement.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("id").GetString() == "owners");
        owners.GetRawText().ShouldContain("the policy names topics that the deployment may not publish on: " + Closed);
    }

    private static string Topic(string region) => $"arn:aws:sns:{region}:123456789012:agents";

    /// <summary>Makes an owner's topic, and a queue that hears it.</summary>
    private async Task<string> ListenAsync(string region)
    {
        await AwsAsync(region, "sns", "create-topic", "--name", "agents");
        var queue = await AwsAsync(region, "sqs", "create-queue", "--queue-name", "agents", "--query", "QueueUrl", "--output", "text");
        await AwsAsync(region, "sns", "subscribe", "--topic-arn", Topic(region), "--protocol", "sqs", "--notification-endpoint",
            $"arn:aws:sqs:{region}:123456789012:agents", "--attributes", "RawMessageDelivery=true");
        return queue.Trim();
    }

    private async Task<List<JsonElement>> ReceiveAsync(string region, string queue)
    {
        var received = await AwsAsync(
            region, "sqs", "receive-message", "--queue-url", queue, "--max-number-of-messages", "10", "--output", "json");
        return [.. JsonDocument.Parse(received).RootElement.GetProperty("Messages").EnumerateArray()
            .Select(message => JsonDocument.Parse(message.GetProperty("Body").GetString()!).RootElement)];
    }

    private async Task<string> AwsAsync(string region, params string[] arguments) =>
        (await account.AwsAsync(account.Admin, [.. arguments, "--region", region, "--endpoint-url", account.Server.ToString()]))
            .Succeeded();
}
