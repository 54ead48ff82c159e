using System.Text;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Account.Tests;

/// <summary>The doctor finds nothing wrong with a deployment that is well, and names each link that somebody breaks.</summary>
[Collection(AnotherAccount.Name)]
public sealed class DoctorStories(Deployment account) : IAsyncLifetime
{
    private const string User = "user/quiet";
    private const string Iam = "2010-05-08";
    private const string Full = "doctor-full";
    private const string Passing = "doctor-passing";

    private const string Policy = $$"""
        version: 1
        exempt: ["user/admin", "role/exempt-*"]
        rules:
          - id: doctor-cap
            match: { principal: ["{{User}}", "role/{{Full}}"] }
            per: principal
            limit: { usd: 3 }
            every: month
            stop: principal
        """;

    private readonly WholeDeployment _whole = new(account);

    // The emulator takes every signed GET of Bedrock's and Lambda's for forged: nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await _whole.MakeAsync();
        await _whole.Raw.QueryAsync(
            "sns", "2010-03-31", "Subscribe", ("TopicArn", account.TopicArn), ("Protocol", "email"), ("Endpoint", "night@example.com"));
        await account.ApplyAsync(Policy);
        // Four minutes ago, so that a record of three minutes ago is one that the meter has not seen.
        var calls = Calls.Of(User, 4).Select(call => call with { Timestamp = call.Timestamp.AddMinutes(-4) }).ToArray();
        await using (var meter = account.Start("meter"))
            (await meter.DeliverAsync(Calls.Payload(calls))).IsError.ShouldBeFalse(meter.Log);
        await using var watch = account.Start("watch");
        (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
    }

    public async ValueTask DisposeAsync()
    {
        await account.CliAsync("restore", User, "--raise", "1000");
        await _whole.DisposeAsync();
        await account.EnforceAsync(true);
    }

    [Fact]
    public async Task A_deployment_that_is_well_has_no_fault_and_every_link_that_is_broken_is_named()
    {
        var well = await Step.TimedAsync("doctor, on a deployment that is well, with a probe", ProbedAsync);
        Outcomes(well, "fault").ShouldBeEmpty(well.Output);
        // The emulator simulates no policies.
        Outcomes(well, "unknown").ShouldBe(["deny-simulation", "your-access"], well.Output);
        well.ExitCode.ShouldBe(0);
        Found(well, "stops-in-force").ShouldBe("the one stop has its deny in place");
        Found(well, "probe").ShouldStartWith($"a record was written into {_whole.LogGroup}, and the meter has run");

        await BreakAsync();
        var broken = await account.CliAsync("doctor", "--output", "json");

        broken.ExitCode.ShouldBe(1);
        Outcomes(broken, "fault").ShouldBe(
            [
                "concurrency", "dead-letters", "watch-schedule", "table", "invocation-logging", "subscription", "delivery",
                "prepared-policies", "prepared-groups",
                "stops-in-force", "alarms", "subscribers", "outbox", "tamper-rules",
            ],
            broken.Output);
        Outcomes(broken, "warning").ShouldBe(["drill", "mantle", "unmetered", "stoppable", "other-keys"], broken.Output);
        Found(broken, "mantle").ShouldContain($"role/{Full}");
        var unstoppable = Json(broken).GetProperty("unstoppable").EnumerateArray()
            .ToDictionary(one => one.GetProperty("principal").GetString()!, one => one.GetProperty("why").GetString());
        unstoppable["role/" + Full].ShouldBe("policyLimit");
        unstoppable["role/" + Passing].ShouldBe("passesStopTags");
        unstoppable["root"].ShouldBe("root");
        Json(broken).GetProperty("exempt").EnumerateArray().Select(one => one.GetString()).ShouldContain("user/admin");

        await MendAsync();
        var mended = await account.CliAsync("doctor");
        mended.ExitCode.ShouldBe(0, mended.Output);

        // A probe is no call: nobody was counted for it.
        var usage = JsonDocument.Parse((await account.CliAsync("usage", "--output", "json")).Succeeded()).RootElement;
        usage.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("name").GetString()).ShouldBe([User]);
    }

    /// <summary>The emulator delivers nothing: what the doctor writes is taken to the meter here.</summary>
    private async Task<Command> ProbedAsync()
    {
        var probing = account.CliAsync("doctor", "--probe", "--output", "json");
        await using var meter = account.Start("meter");
        (await meter.DeliverAsync(
            Calls.Payload(new InvocationReader().Read(Encoding.UTF8.GetBytes(await ProbeAsync())).Invocation!))).IsError.ShouldBeFalse(
            meter.Log);
        return await probing;
    }

    private async Task BreakAsync()
    {
        var raw = _whole.Raw;
        await raw.RestAsync("lambda", HttpMethod.Put, $"/2017-10-31/functions/{Name(_whole.WatchArn)}/concurrency",
            """{"ReservedConcurrentExecutions":0}""");
        await raw.JsonAsync("sqs", "AmazonSQS.SendMessage", $$"""{"QueueUrl":"{{await QueueAsync()}}","MessageBody":"{}"}""");
        await _whole.ScheduleAsync(HttpMethod.Put, "DISABLED");
        await _whole.TableAsync(isRecoverable: false);
        await raw.RestAsync("bedrock", HttpMethod.Delete, "/logging/modelinvocations");
        await raw.JsonAsync(
            "logs", "Logs_20140328.DeleteSubscriptionFilter",
            $$"""{"logGroupName":"{{_whole.LogGroup}}","filterName":"{{WholeDeployment.Filter}}"}""");
        await LogAsync(Calls.Record(
            Calls.Of(
            User, 1)[0] with
            { Timestamp = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddMinutes(-3).ToUnixTimeSeconds()) }));
        await raw.QueryAsync("iam", Iam, "CreatePolicyVersion", ("PolicyArn", WholeDeployment.Deny("spending")), ("SetAsDefault", "true"),
            ("PolicyDocument",
                """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:InvokeModel","Resource":"*"}]}"""));
        await _whole.HoldAsync("DetachGroupPolicy", "model");
        await raw.QueryAsync("iam", Iam, "DetachUserPolicy", ("UserName", User["user/".Length..]), ("PolicyArn", account.DenyPolicyArn));
        await _whole.AlarmAsync("KillSwitch-NoHeartbeat", isArmed: false);
        // Other stories have listened, too.
        foreach (var subscription in (await raw.QueryAsync("sns", "2010-03-31", "ListSubscriptions")).Descendants()
            .Where(element => element.Name.LocalName == "SubscriptionArn").Select(element => element.Value).ToList())
        {
            await raw.QueryAsync("sns", "2010-03-31", "Unsubscribe", ("SubscriptionArn", subscription));
        }

        await raw.JsonAsync("dynamodb", "DynamoDB_20120810.PutItem", $$"""{"TableName":"{{account.TableName}}","Item": {{Kept}} }""");
        await raw.JsonAsync("events", "AWSEvents.DisableRule", $$"""{"Name":"{{await RuleAsync()}}"}""");
        await RoleAsync(Full, "sts:AssumeRole");
        for (var n = 0; n < 10; n++)
        {
            await raw.QueryAsync("iam", Iam, "CreatePolicy", ("PolicyName", $"{Full}-{n}"),
                ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"""));
            await raw.QueryAsync(
                "iam", Iam, "AttachRolePolicy", ("RoleName", Full), ("PolicyArn", $"arn:aws:iam::123456789012:policy/{Full}-{n}"));
        }

        await RoleAsync(Passing, "sts:TagSession");
    }

    private async Task MendAsync()
    {
        var raw = _whole.Raw;
        await raw.RestAsync("lambda", HttpMethod.Delete, $"/2017-10-31/functions/{Name(_whole.WatchArn)}/concurrency");
        await raw.JsonAsync("sqs", "AmazonSQS.PurgeQueue", $$"""{"QueueUrl":"{{await QueueAsync()}}"}""");
        await _whole.ScheduleAsync(HttpMethod.Put, "ENABLED");
        await _whole.TableAsync(isRecoverable: true);
        await _whole.LogAsync();
        await _whole.SubscribeAsync();
        await raw.JsonAsync(
            "logs", "Logs_20140328.DeleteLogStream",
            $$"""{"logGroupName":"{{_whole.LogGroup}}","logStreamName":"aws/bedrock/modelinvocations"}""");
        await raw.QueryAsync("iam", Iam, "SetDefaultPolicyVersion", ("PolicyArn", WholeDeployment.Deny("spending")), ("VersionId", "v1"));
        await raw.QueryAsync("iam", Iam, "DeletePolicyVersion", ("PolicyArn", WholeDeployment.Deny("spending")), ("VersionId", "v2"));
        await _whole.HoldAsync("AttachGroupPolicy", "model");
        await raw.QueryAsync("iam", Iam, "AttachUserPolicy", ("UserName", User["user/".Length..]), ("PolicyArn", account.DenyPolicyArn));
        await _whole.AlarmAsync("KillSwitch-NoHeartbeat", isArmed: true);
        await raw.QueryAsync(
            "sns", "2010-03-31", "Subscribe", ("TopicArn", account.TopicArn), ("Protocol", "email"), ("Endpoint", "night@example.com"));
        await raw.JsonAsync(
            "dynamodb", "DynamoDB_20120810.DeleteItem",
            $$$"""{"TableName":"{{{account.TableName}}}","Key":{"pk":{"S":"outbox"},"sk":{"S":"doctor"} } }""");
        await raw.JsonAsync("events", "AWSEvents.EnableRule", $$"""{"Name":"{{await RuleAsync()}}"}""");
        for (var n = 0; n < 10; n++)
        {
            await raw.QueryAsync(
                "iam", Iam, "DetachRolePolicy", ("RoleName", Full), ("PolicyArn", $"arn:aws:iam::123456789012:policy/{Full}-{n}"));
            await raw.QueryAsync("iam", Iam, "DeletePolicy", ("PolicyArn", $"arn:aws:iam::123456789012:policy/{Full}-{n}"));
        }

        foreach (var role in (string[])[Full, Passing])
        {
            await raw.QueryAsync("iam", Iam, "DeleteRolePolicy", ("RoleName", role), ("PolicyName", "may"));
            await raw.QueryAsync("iam", Iam, "DeleteRole", ("RoleName", role));
        }
    }

    private const string Kept = """
        {
          "pk":{"S":"outbox"},"sk":{"S":"doctor"},"channel":{"S":"People"},"subject":{"S":"untold"},"text":{"S":"untold"},"json":{"S":"{}"},"chat":{"S":""},
          "kind":{"S":"stop"},"urgency":{"S":"Act"},"headline":{"S":"untold"}
        }
        """;

    private async Task RoleAsync(string name, string trusted)
    {
        await _whole.Raw.QueryAsync(
            "iam", Iam, "CreateRole", ("RoleName", name),
            ("AssumeRolePolicyDocument",
            $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"{{{trusted}}}"}]}"""));
        await _whole.Raw.QueryAsync(
            "iam", Iam, "PutRolePolicy", ("RoleName", name), ("PolicyName", "may"),
            ("PolicyDocument",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["bedrock:*","bedrock-mantle:*"],"Resource":"*"}]}"""));
    }

    private async Task LogAsync(string record)
    {
        await _whole.Raw.JsonAsync(
            "logs", "Logs_20140328.CreateLogStream",
            $$"""{"logGroupName":"{{_whole.LogGroup}}","logStreamName":"aws/bedrock/modelinvocations"}""");
        await _whole.Raw.JsonAsync("logs", "Logs_20140328.PutLogEvents", JsonSerializer.Serialize(new
        {
            logGroupName = _whole.LogGroup,
            logStreamName = "aws/bedrock/modelinvocations",
            logEvents = new[] { new { timestamp = DateTimeOffset.UtcNow.AddMinutes(-3).ToUnixTimeMilliseconds(), message = record } },
        }));
    }

    /// <summary>What the doctor wrote, once it has.</summary>
    private async Task<string> ProbeAsync()
    {
        for (var n = 0; n < 300; n++)
        {
            var events = (await _whole.Raw.JsonAsync("logs", "Logs_20140328.FilterLogEvents",
                $$"""{"logGroupName":"{{_whole.LogGroup}}","logStreamNamePrefix":"killswitch-doctor"}""")).GetProperty("events");
            if (events.GetArrayLength() > 0)
                return events[0].GetProperty("message").GetString()!;
            await Task.Delay(100);
        }

        throw new TimeoutException("the doctor wrote no probe");
    }

    private async Task<string> QueueAsync() =>
        (await _whole.Raw.JsonAsync("sqs", "AmazonSQS.ListQueues", """{"QueueNamePrefix":"KillSwitch-Meter"}"""))
            .GetProperty("QueueUrls")[0].GetString()!;

    private async Task<string> RuleAsync() =>
        (await _whole.Raw.JsonAsync("events", "AWSEvents.ListRules", """{"NamePrefix":"KillSwitch-Tampering"}""")).GetProperty("Rules")[0]
            .GetProperty("Name").GetString()!;

    private static string Name(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    private static JsonElement Json(Command doctor) => JsonDocument.Parse(doctor.Output).RootElement;

    private static IReadOnlyList<string?> Outcomes(Command doctor, string outcome) =>
        [.. Json(doctor).GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("outcome").GetString() == outcome)
            .Select(check => check.GetProperty("id").GetString())];

    private static string Found(Command doctor, string id) =>
        Json(doctor).GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == id).GetProperty("found")
            .GetString()!;
}
