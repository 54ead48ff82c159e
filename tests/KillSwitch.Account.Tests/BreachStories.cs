using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Deployed, breached, denied, restored: on an AWS API, by the very program that is deployed, with IAM in force.</summary>
[Collection(OneAccount.Name)]
public class BreachStories(Deployment account)
{
    // Those of these stories alone: whoever is over it is stopped, and others spend in the same account.
    private const string Policy = """
        version: 1
        exempt: ["role/exempt-*"]
        maxStops: { count: 25, every: hour }
        rules:
          - id: daily-cap
            match: { principal: ["user/agent-runaway", "user/agent-told", "user/agent-observed", "user/agent-twice", "user/agent-refused", "user/agent-watched", "user/agent-counted", "user/agent-hand", "role/agent-role", "role/agent-innocent", "role/exempt-role"] }
            per: principal
            limit: { usd: 3 }
            every: day
            notify: [50%, breach]
            stop: principal
        """;

    [Theory]
    [InlineData("user/agent-runaway")]
    [InlineData("role/agent-role")]
    public async Task A_runaway_is_denied_an_innocent_is_not_and_a_restore_lets_it_through_again(string principal)
    {
        await account.ApplyAsync(Policy);
        var (runaway, innocent) = (account.Keys[principal], account.Keys["role/agent-innocent"]);
        (await account.InvokesByCommandAsync(runaway)).ShouldBeTrue();
        await using var meter = account.Start("meter");
        await meter.ReadyAsync();

        var payload = Calls.Payload([.. Calls.Of(principal, 4), .. Calls.Of("role/agent-innocent", 1, inputTokens: 10)]);
        var delivered = await Step.TimedAsync("from the payload to the deny, read back and told", () => meter.DeliverAsync(payload));
        delivered.IsError.ShouldBeFalse(meter.Log);

        (await Step.TimedAsync("the runaway's next call, refused", () => account.InvokesByCommandAsync(runaway))).ShouldBeFalse(meter.Log);
        (await account.InvokesAsync(innocent)).ShouldBeTrue();
        var status = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement;
        var stop = status.GetProperty("stops").EnumerateArray()
            .Single(stop => stop.GetProperty("target").GetProperty("name").GetString() == principal);
        stop.GetProperty("state").GetString().ShouldBe("enforced");

        var refused = await account.CliAsync("restore", principal);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("would trip again at once");
        (await account.InvokesAsync(runaway)).ShouldBeFalse();

        (await Step.TimedAsync(
            "killswitch restore", () => account.CliAsync("restore", stop.GetProperty("id").GetString()!, "--raise", "5"))).Succeeded();
        (await account.InvokesAsync(runaway)).ShouldBeTrue();
        (await account.CliAsync("restore", principal)).Succeeded();
    }

    [Fact]
    public async Task People_are_told_who_why_and_what_to_type_programs_the_same_as_json_and_a_chat_in_its_own_schema()
    {
        await account.ApplyAsync(Policy);
        var queue = (await account.AwsAsync(account.Admin, "sqs", "--endpoint-url", account.Server.ToString(), "create-queue",
            "--queue-name", "chat", "--query", "QueueUrl", "--output", "text")).Succeeded().Trim();
        (await account.AwsAsync(account.Admin, "sns", "subscribe", "--topic-arn", account.ChatTopicArn, "--protocol", "sqs",
            "--notification-endpoint", "arn:aws:sqs:us-east-1:123456789012:chat", "--attributes", "RawMessageDelivery=true")).Succeeded();
        using var proxy = new CountingProxy(account.Server);
        await using var meter = account.Start("meter", proxy.Url);

        (await meter.DeliverAsync(Calls.Payload(Calls.Of("user/agent-told", 4)))).IsError.ShouldBeFalse(meter.Log);

        proxy.Published.ShouldAllBe(one => one["TopicArn"] == account.TopicArn && one["MessageStructure"] == "json");
        var stop = proxy.Published.Single(one => one["Subject"].StartsWith("STOPPED user/agent-told", StringComparison.Ordinal));
        var byProtocol = JsonDocument.Parse(stop["Message"]).RootElement;
        var told = JsonDocument.Parse(byProtocol.GetProperty("sqs").GetString()!).RootElement;
        (told.GetProperty("kind").GetString(), told.GetProperty("state").GetString(), told.GetProperty("rule").GetString())
            .ShouldBe(("stop", "enforced", "daily-cap"));
        var restore = $"killswitch restore {told.GetProperty("id").GetString()} --region us-east-1";
        byProtocol.GetProperty("default").GetString().ShouldNotBeNull().ShouldContain($"Restore   {restore}\n");
        var received = JsonDocument.Parse(
            (await account.AwsAsync(account.Admin, "sqs", "--endpoint-url", account.Server.ToString(), "receive-message", "--queue-url",
            queue, "--max-number-of-messages", "10", "--output", "json")).Succeeded()).RootElement;
        var chats = received.GetProperty("Messages").EnumerateArray()
            .Select(message => JsonDocument.Parse(message.GetProperty("Body").GetString()!).RootElement).ToList();
        chats.ShouldAllBe(chat => chat.GetProperty("version").GetString() == "1.0" && chat.GetProperty("source").GetString() == "custom");
        // The level that went before it is in the stop's thread.
        chats.Select(chat =>
            (chat.GetProperty("metadata").GetProperty("threadId").GetString(), chat.GetProperty("metadata").GetProperty("eventType")
                .GetString()))
            .ShouldBe([(told.GetProperty("id").GetString(), "stop"), (told.GetProperty("id").GetString(), "notice")], ignoreOrder: true);
        chats.Single(chat => chat.GetProperty("metadata").GetProperty("eventType").GetString() == "stop")
            .GetProperty("content").GetProperty("nextSteps")[0].GetString().ShouldBe($"Restore: `{restore}`");
        proxy.Published.ShouldContain(one => one["Subject"].StartsWith("AT 50% user/agent-told", StringComparison.Ordinal));
        // A stop has told of its breach.
        proxy.Published.ShouldNotContain(one => one["Subject"].StartsWith("OVER LIMIT", StringComparison.Ordinal));

        var id = told.GetProperty("id").GetString()!;
        var why = JsonDocument.Parse((await account.CliAsync("explain", id, "--output", "json")).Succeeded()).RootElement;
        why.GetProperty("counter").GetString().ShouldBe("account=123456789012|principal=user/agent-told");
        why.GetProperty("countedByNow").GetProperty("calls").GetInt64().ShouldBe(4);
        why.GetProperty("evidence").GetProperty("counted").GetProperty("calls").GetInt64().ShouldBeInRange(1, 3);
        why.GetProperty("pastLimit").GetDecimal().ShouldBe(why.GetProperty("measuredByNow").GetDecimal() - 3);
        why.GetProperty("timeline").EnumerateArray().Select(moment => moment.GetProperty("what").GetString())
            .ShouldBe(["newest record", "decided", "deny read back"]);
        why.GetProperty("audit").EnumerateArray().Select(entry => entry.GetProperty("what").GetString()!.Split(':')[0])
            .ShouldBe(["Intended", "Enforced"]);
        var text = (await account.CliAsync("explain", "user/agent-told")).Succeeded();
        text.ShouldContain("rule daily-cap: ");
        text.ShouldContain($"`killswitch restore {id}` lets it go on.");
        (await account.CliAsync("explain", "stop-nowhere")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task In_observe_mode_everything_happens_but_the_deny()
    {
        await account.ApplyAsync(Policy.Replace("version: 1", "version: 1\nmode: observe", StringComparison.Ordinal));
        await using var meter = account.Start("meter");

        await meter.DeliverAsync(Calls.Payload(Calls.Of("user/agent-observed", 4)));

        (await account.InvokesAsync(account.Keys["user/agent-observed"])).ShouldBeTrue();
        meter.Log.ShouldContain("\"state\":\"Observed\"");
    }

    [Fact]
    public async Task Who_is_exempt_is_never_stopped()
    {
        await account.ApplyAsync(Policy);
        await using var meter = account.Start("meter");

        await meter.DeliverAsync(Calls.Payload(Calls.Of("role/exempt-role", 40)));

        (await account.InvokesAsync(account.Keys["role/exempt-role"])).ShouldBeTrue();
        var usage = await UsageAsync("role/exempt-role");
        usage.GetProperty("calls").GetInt64().ShouldBe(40);

        // What the meter counted by the hour is enough to say what caching would have spared: $44.00 of plain input.
        var caching = JsonDocument.Parse(
            (await account.CliAsync("caching", "--since", "2h", "--principal", "role/exempt-role", "--output", "json"))
            .Succeeded()).RootElement;
        var session = caching.GetProperty("sessions").EnumerateArray().ShouldHaveSingleItem();
        (session.GetProperty("session").GetString(), session.GetProperty("calls").GetInt64(), session.GetProperty("models")[0].GetString())
            .ShouldBe(("session-1", 40, Calls.Model));
        session.GetProperty("inputUsd").GetDecimal().ShouldBe(44m);
        session.GetProperty("lostUsd").GetDecimal().ShouldBeInRange(33m, 34.54m);
        session.GetProperty("diagnosis").GetProperty("fault").GetString().ShouldBe("neverAsked");
        (await account.CliAsync("caching", "--principal", "role/exempt-role", "--fail-below", "0.3")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_that_comes_again_changes_nothing()
    {
        await account.ApplyAsync(Policy);
        await using var meter = account.Start("meter");
        var payload = Calls.Payload(Calls.Of("user/agent-twice", 2, inputTokens: 10_000));

        await meter.DeliverAsync(payload);
        var once = (await UsageAsync("user/agent-twice")).ToString();
        await meter.DeliverAsync(payload);

        (await UsageAsync("user/agent-twice")).ToString().ShouldBe(once);
        meter.Log.ShouldContain("\"Duplicates\":2");
        (await account.InvokesAsync(account.Keys["user/agent-twice"])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_stop_that_iam_refuses_fails_the_invocation_and_the_next_delivery_completes_it()
    {
        await account.ApplyAsync(Policy);
        using var proxy = new CountingProxy(account.Server) { Refused = "AttachUserPolicy" };
        await using var meter = account.Start("meter", proxy.Url);
        var payload = Calls.Payload(Calls.Of("user/agent-refused", 4));

        var failed = await meter.DeliverAsync(payload);
        failed.IsError.ShouldBeTrue();
        failed.Text.ShouldContain("not in force");
        (await account.InvokesAsync(account.Keys["user/agent-refused"])).ShouldBeTrue();

        proxy.Refused = null;
        (await meter.DeliverAsync(payload)).IsError.ShouldBeFalse(meter.Log);

        (await account.InvokesAsync(account.Keys["user/agent-refused"])).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_meter_could_not_finish_the_watch_finishes()
    {
        await account.ApplyAsync(Policy);
        using (var proxy = new CountingProxy(account.Server) { Refused = "AttachUserPolicy" })
        {
            await using var meter = account.Start("meter", proxy.Url);
            (await meter.DeliverAsync(Calls.Payload(Calls.Of("user/agent-watched", 4)))).IsError.ShouldBeTrue();
        }

        // The emulator takes the watch's signed GET of Bedrock's for forged: while it runs nobody is checked.
        await account.EnforceAsync(false);
        await using (var watch = account.Start("watch"))
        {
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
            watch.Log.ShouldContain("\"Heartbeat\":1");
        }

        await account.EnforceAsync(true);
        (await account.InvokesAsync(account.Keys["user/agent-watched"])).ShouldBeFalse();
    }

    [Fact]
    public async Task From_the_payload_to_the_attach_are_four_round_trips_and_two_far_from_every_limit()
    {
        await account.ApplyAsync(Policy);
        using var proxy = new CountingProxy(account.Server);
        await using var meter = account.Start("meter", proxy.Url);
        await meter.ReadyAsync();

        proxy.Operations.Clear();
        await meter.DeliverAsync(Calls.Payload(Calls.Of("user/agent-counted", 1, inputTokens: 10_000)));
        var quiet = proxy.Operations.TakeWhile(
            operation => !operation.EndsWith("UpdateItem", StringComparison.Ordinal) && operation != "Publish").ToList();
        quiet.ShouldBe(["DynamoDB_20120810.TransactWriteItems", "DynamoDB_20120810.BatchGetItem"]);

        proxy.Operations.Clear();
        await meter.DeliverAsync(Calls.Payload(Calls.Of("user/agent-counted", 3)));
        // The totals, and how fast they grow, which is asked only near a limit.
        proxy.Operations.Take(5).ShouldBe(
            ["DynamoDB_20120810.TransactWriteItems", "DynamoDB_20120810.BatchGetItem", "DynamoDB_20120810.BatchGetItem",
                "DynamoDB_20120810.TransactWriteItems", "AttachUserPolicy"]);
    }

    [Fact]
    public async Task A_person_stops_and_restores_by_hand_and_either_twice_changes_nothing()
    {
        await account.ApplyAsync(Policy);
        var key = account.Keys["user/agent-hand"];

        for (var i = 0; i < 2; i++)
        {
            (await account.CliAsync("stop", "user/agent-hand", "--reason", "a leaked key")).Succeeded();
            (await account.InvokesAsync(key)).ShouldBeFalse();
        }

        for (var i = 0; i < 2; i++)
        {
            (await account.CliAsync("restore", "user/agent-hand")).Succeeded();
            (await account.InvokesAsync(key)).ShouldBeTrue();
        }

        var exempt = await account.CliAsync("stop", "role/exempt-role", "--reason", "no");
        exempt.ExitCode.ShouldBe(1);
        (await account.CliAsync("stop", "nobody", "--reason", "no")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_deny_that_no_stop_stands_behind_is_lifted_by_a_restore()
    {
        await account.ApplyAsync(Policy);
        var key = account.Keys["user/agent-hand"];
        (await account.AwsAsync(
            account.Admin, "iam", "attach-user-policy", "--user-name", "agent-hand", "--policy-arn", account.DenyPolicyArn)).Succeeded();
        (await account.InvokesAsync(key)).ShouldBeFalse();

        var restored = await account.CliAsync("restore", "user/agent-hand");

        restored.Succeeded();
        restored.Error.ShouldContain("`user/agent-hand` was denied without a stop that says why; the deny is lifted");
        (await account.InvokesAsync(key)).ShouldBeTrue();
        (await account.CliAsync("restore", "user/nobody-at-all")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_policy_with_a_mistake_changes_nothing()
    {
        await account.ApplyAsync(Policy);
        var before = (await account.CliAsync("policy", "show", "--output", "json")).Succeeded();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Policy.Replace("every: day", "every: fortnight", StringComparison.Ordinal));

        var refused = await account.CliAsync("policy", "apply", file);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("fortnight");
        (await account.CliAsync("policy", "show", "--output", "json")).Succeeded().ShouldBe(before);
    }

    [Fact]
    public async Task A_stack_that_is_not_there_and_a_key_that_is_refused_are_one_sentence_each()
    {
        var missing = await account.CliAsync("status", "--stack", "Elsewhere");
        (missing.ExitCode, missing.Error.Trim().Split('\n').Length).ShouldBe((2, 1));
        missing.Error.ShouldContain("no guard called `Elsewhere` is deployed");

        var refused = await Command.RunAsync("dotnet", [Repository.Cli, "status"], account.Keys["user/quiet"].Environment(account.Server));
        (refused.ExitCode, refused.Error.Trim().Split('\n').Length).ShouldBe((3, 1));
        refused.Error.ShouldContain("AWS said no");
    }

    private async Task<JsonElement> UsageAsync(string principal)
    {
        var usage = JsonDocument.Parse((await account.CliAsync("usage", "--output", "json")).Succeeded()).RootElement;
        return usage.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == principal);
    }
}
