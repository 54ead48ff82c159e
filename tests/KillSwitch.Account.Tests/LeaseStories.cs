using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Settings;

namespace KillSwitch.Account.Tests;

/// <summary>Who is leased may spend only while the guard is alive.</summary>
[Collection(AnotherAccount.Name)]
public sealed class LeaseStories(Deployment account) : IAsyncLifetime
{
    private const string User = "user/agent-leased";
    private const string Role = "role/agent-leased-role";
    private const string Group = "/leases/invocations";

    private const string Policy = """
        version: 1
        exempt: ["user/admin"]
        rules:
          - id: ceiling
            match: { principal: "user/nobody" }
            per: principal
            limit: { usd: 1000 }
            every: month
            stop: principal
        """;

    private readonly LeaseMachine _machine = new(account);

    // The command line has an endpoint of its own for SQS, whatever the environment says.
    private string Endpoint => account.Server.ToString();

    // The emulator takes every signed GET of Bedrock's for forged, and the calls of its own state machines for anybody's: while they run
    // nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await account.AwsAsync(account.Admin, "logs", "create-log-group", "--log-group-name", Group);
        await LogAsync(true);
        await account.ApplyAsync(Policy);
        // What other stories left stopped is under no rule any more, and is told of here and not later.
        await WatchAsync();
        await ForgetAsync();
        await LeaseAsync("Create");
    }

    public async ValueTask DisposeAsync()
    {
        await account.EnforceAsync(false);
        await account.CliAsync("restore", Role);
        await LeaseAsync("Delete");
        await account.AwsAsync(account.Admin, "bedrock", "delete-model-invocation-logging-configuration");
        await account.EnforceAsync(true);
    }

    [Fact]
    public async Task The_leased_are_denied_when_the_guard_dies_and_served_again_when_it_is_well_and_not_while_it_is_blind()
    {
        // A deployment denies nobody.
        (await _machine.RunAsync()).ShouldBe("SUCCEEDED");
        (await StatusAsync()).GetProperty("renewedAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await WatchAsync()).ShouldBeEmpty();
        (await _machine.RunAsync()).ShouldBe("SUCCEEDED");
        await AreServedAsync(true, User, Role);
        var renewed = await StatusAsync();
        renewed.GetProperty("withheld").GetString().ShouldBeNull();
        (renewed.GetProperty("lapsed").GetBoolean(), renewed.GetProperty("minutes").GetInt32()).ShouldBe((false, 10));
        (renewed.GetProperty("holdsUntil").GetDateTimeOffset() - renewed.GetProperty("renewedAt").GetDateTimeOffset())
            .ShouldBe(TimeSpan.FromMinutes(10));

        // The guard dies, and ten minutes go by.
        await LapseAsync();
        var queue = await ListenAsync();
        (await Step.TimedAsync("from the schedule to the deny on the leased", () => _machine.RunAsync())).ShouldBe("SUCCEEDED");
        await AreServedAsync(false, User, Role);
        await AreServedAsync(true, "role/agent-innocent");
        (await HeardAsync(queue)).ShouldHaveSingleItem()
            .ShouldContain(
            $"So these may not spend on Amazon Bedrock until it is well: {User}: denied; {Role}: denied. What to do: killswitch status "
            + "--region us-east-1");

        // Someone takes the deny off: the next minute puts it on again, and says nothing.
        (await account.AwsAsync(account.Admin, "iam", "detach-user-policy", "--user-name", User["user/".Length..], "--policy-arn",
            account.LeasePolicyArn)).Succeeded();
        (await _machine.RunAsync()).ShouldBe("SUCCEEDED");
        await AreServedAsync(false, User);
        (await HeardAsync(queue)).ShouldBeEmpty();

        // It lives again, and sees nothing: that is not alive.
        await LogAsync(false);
        await ForgetAsync();
        (await WatchAsync()).ShouldBeEmpty();
        var blind = await StatusAsync();
        (blind.GetProperty("lapsed").GetBoolean(), blind.GetProperty("withheld").GetString())
            .ShouldBe((true, "invocation logging is off in us-east-1"));
        await AreServedAsync(false, User, Role);

        // It is well: the lease is renewed, and whoever has a stop of their own stays stopped.
        (await account.CliAsync("stop", Role, "--reason", "a loop")).Succeeded();
        await LogAsync(true);
        await ForgetAsync();
        var told = (await WatchAsync()).ShouldHaveSingleItem();
        told.ShouldStartWith($"LEASE RENEWED: {Role}, {User} may spend again");
        await AreServedAsync(true, User);
        await AreServedAsync(false, Role);
        (await _machine.RunAsync()).ShouldBe("SUCCEEDED");
        await AreServedAsync(true, User);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_read_is_one_that_has_lapsed_and_one_failure_keeps_nobody_else_from_being_denied()
    {
        var definition = await _machine.DefinitionAsync();
        (await _machine.RunAsync(definition.Replace(account.TableName, "gone", StringComparison.Ordinal))).ShouldBe("NoLease");
        await AreServedAsync(false, User, Role);

        await LeaseAsync("Delete");
        await LeaseAsync("Create");
        await LapseAsync();
        var queue = await ListenAsync();
        (await _machine.RunAsync(definition.Replace("\"agent-leased\"", "\"agent-gone\"", StringComparison.Ordinal))).ShouldBe("NotDenied");
        await AreServedAsync(true, User);
        await AreServedAsync(false, Role);
        (await HeardAsync(queue)).ShouldHaveSingleItem().ShouldContain($"{User}: NOT denied: ");
    }

    [Fact]
    public async Task With_the_lease_goes_its_deny()
    {
        await LapseAsync();
        (await _machine.RunAsync()).ShouldBe("SUCCEEDED");
        await AreServedAsync(false, User, Role);

        await LeaseAsync("Delete");

        await AreServedAsync(true, User, Role);
    }

    /// <summary>A minute of the watch. Returns the subjects that were told.</summary>
    private async Task<IReadOnlyList<string>> WatchAsync()
    {
        using var proxy = new CountingProxy(account.Server);
        await using var watch = account.Start("watch", proxy.Url);
        (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        return [.. proxy.Published.Select(message => message["Subject"])];
    }

    private async Task AreServedAsync(bool expected, params string[] principals)
    {
        await account.EnforceAsync(true);
        foreach (var principal in principals)
            (await account.InvokesAsync(account.Keys[principal])).ShouldBe(expected, principal);
        await account.EnforceAsync(false);
    }

    // A minute that nobody renewed in is not waited for: the lease is written as that long ago.
    private async Task LapseAsync() => (await account.AwsAsync(
        account.Admin, "dynamodb", "update-item", "--table-name", account.TableName, "--key", Key("lease", "lease"), "--update-expression",
        "SET holdsUntil = :then",
        "--expression-attribute-values", $$$"""{":then":{"S":"{{{DateTimeOffset.UtcNow.AddSeconds(-1):yyyy-MM-ddTHH:mm:ssZ}}}"}}"""))
            .Succeeded();

    // Conditions take minutes to be over, and other stories have left theirs.
    private async Task ForgetAsync()
    {
        string[] kept =
        [
            "health", "metrics/us-east-1", "backfill/us-east-1", "backfill/us-east-1/urgent", "contradictory/us-east-1",
            "foreign/us-east-1",
        ];
        foreach (var sort in kept)
        {
            (await account.AwsAsync(
                account.Admin, "dynamodb", "delete-item", "--table-name", account.TableName, "--key", Key("memory", sort))).Succeeded();
        }
        // Other stories have made metrics without records: here a record has just come.
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        (await account.AwsAsync(account.Admin, "dynamodb", "put-item", "--table-name", account.TableName, "--item",
            $$$"""{"pk":{"S":"heartbeat"},"sk":{"S":"meter/us-east-1"},"beatAt":{"N":"{{{now}}}"},"newestRecord":{"N":"{{{now}}}"},"policyVersion":{"N":"1"}}""")).Succeeded();
    }

    private async Task LogAsync(bool on) => (await (on
        ? account.AwsAsync(account.Admin, "bedrock", "put-model-invocation-logging-configuration", "--logging-config",
            $$$"""{"cloudWatchConfig":{"logGroupName":"{{{Group}}}","roleArn":"arn:aws:iam::123456789012:role/writer"}}""")
        : account.AwsAsync(account.Admin, "bedrock", "delete-model-invocation-logging-configuration"))).Succeeded();

    private async Task LeaseAsync(string request)
    {
        using var receiver = new ResourceAnswerReceiver();
        using var front = new CountingProxy(account.Server) { Own = StackStandIn.Doing(request, GuardResource.Lease) };
        await using var setup = account.Start("setup", front.Url);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["RequestType"] = request,
            ["ResponseURL"] = receiver.Url.ToString(),
            ["StackId"] = StackStandIn.Id,
            ["RequestId"] = Guid.NewGuid().ToString(),
            ["LogicalResourceId"] = "Lease",
            ["ResourceProperties"] = new Dictionary<string, string>
            {
                ["leasePolicyArn"] = account.LeasePolicyArn,
                ["principals"] = $"{User},{Role}",
            },
        });
        (await setup.DeliverAsync(payload)).IsError.ShouldBeFalse(setup.Log);
        (await receiver.Received.WaitAsync(TimeSpan.FromSeconds(10))).Status.ShouldBe("SUCCESS", setup.Log);
    }

    private async Task<JsonElement> StatusAsync() =>
        JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement.GetProperty("lease");

    private async Task<string> ListenAsync()
    {
        var queue = (await account.AwsAsync(account.Admin, "sqs", "--endpoint-url", Endpoint, "create-queue", "--queue-name",
            $"people-{Guid.NewGuid():N}", "--query", "QueueUrl", "--output", "text")).Succeeded().Trim();
        (await account.AwsAsync(
            account.Admin, "sns", "subscribe", "--topic-arn", account.TopicArn, "--protocol", "sqs", "--notification-endpoint",
            $"arn:aws:sqs:us-east-1:123456789012:{queue.Split('/')[^1]}", "--attributes", "RawMessageDelivery=true")).Succeeded();
        return queue;
    }

    private async Task<IReadOnlyList<string>> HeardAsync(string queue)
    {
        var text = (await account.AwsAsync(account.Admin, "sqs", "--endpoint-url", Endpoint, "receive-message", "--queue-url", queue,
            "--max-number-of-messages", "10", "--output", "json")).Succeeded();
        return string.IsNullOrWhiteSpace(text)
            ? []
            : [.. JsonDocument.Parse(text).RootElement.GetProperty("Messages").EnumerateArray()
                .Select(message => message.GetProperty("Body").GetString()!)];
    }

    private static string Key(string partition, string sort) => $$$"""{"pk":{"S":"{{{partition}}}"},"sk":{"S":"{{{sort}}}"}}""";
}
