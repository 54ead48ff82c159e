using System.Globalization;
using System.Text;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Settings;
using static KillSwitch.Account.Tests.Emulated.CapPolicy;

namespace KillSwitch.Account.Tests;

/// <summary>One guard for every region: records come in wherever Bedrock is called, and count in one ledger.</summary>
public sealed class SensorStories(SensedGuard guard) : IClassFixture<SensedGuard>
{
    private const string Near = "eu-central-1";
    private const string Far = "us-west-2";
    private const string Filter = "killswitch-KillSwitch-sensor";

    // At the limit and not before it: the stories count calls.
    private const string Exact = "brake: exact";

    private static readonly string Policy = Of(
        Cap("each", "role/one-*", Exact), Cap("counted", "user/one-*", Exact),
        Cap("each-session", "role/shared-*", Exact).Replace("per: principal", "per: [principal, session]", StringComparison.Ordinal)
            .Replace("stop: principal", "stop: session", StringComparison.Ordinal));

    [Fact]
    public async Task An_agent_that_spends_a_third_of_its_cap_in_each_region_is_stopped_by_the_sum_and_an_innocent_goes_on()
    {
        var agent = await guard.RoleAsync("one-everywhere");
        var innocent = await guard.RoleAsync("one-innocent");
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();

        await guard.DeliverAsync([.. Calls.Of("role/one-everywhere", 1), .. Calls.Of("role/one-innocent", 1)]);
        await guard.DeliverInAsync(Near, [.. Calls.Of("role/one-everywhere", 1), .. Calls.Of("role/one-innocent", 1, inputTokens: 1_000)]);
        (await guard.InvokesAsync(agent)).ShouldBeTrue();
        await guard.DeliverInAsync(Far, [.. Calls.Of("role/one-everywhere", 1), .. Calls.Of("role/one-innocent", 1, inputTokens: 1_000)]);

        (await guard.InvokesAsync(agent)).ShouldBeFalse();
        (await guard.InvokesAsync(innocent)).ShouldBeTrue();
        (await guard.JsonAsync("status")).GetProperty("regions").EnumerateArray()
            .Select(one => $"{one.GetProperty("region")} {one.GetProperty("role")} {one.GetProperty("dataLagSeconds").GetDecimal() >= 0}")
            .ShouldBe(["us-east-1 home True", $"{Near} sensor True", $"{Far} sensor True"]);
        (await guard.JsonAsync("usage", "--by", "region")).GetProperty("rows").EnumerateArray()
            .Select(row => row.GetProperty("name").GetString()).ShouldBe(["us-east-1", Near, Far], ignoreOrder: true);
        (await guard.CliAsync("restore", "role/one-everywhere", "--raise", "10")).Succeeded();
        (await guard.InvokesAsync(agent)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_is_stopped_by_what_it_spends_in_all_regions()
    {
        var agent = await guard.RoleAsync("shared-role");
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();

        await guard.DeliverInAsync(Near, Calls.Of("role/shared-role", 2));
        (await guard.InvokesAsync(agent)).ShouldBeTrue();
        await guard.DeliverInAsync(Far, Calls.Of("role/shared-role", 1));

        (await guard.InvokesAsync(agent)).ShouldBeFalse();
        (await guard.StopsAsync("role/shared-role/session-1")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("model")]
    [InlineData("account")]
    public async Task A_model_and_the_account_are_stopped_by_what_is_spent_in_all_regions(string what)
    {
        await guard.RoleAsync("wide-" + what);
        (await guard.ApplyAsync(Of(
            Cap("wide", "role/wide-" + what, Exact).Replace("per: principal", "per: " + what, StringComparison.Ordinal)
                .Replace("stop: principal", "stop: " + what, StringComparison.Ordinal)), "--yes")).Succeeded();

        await guard.DeliverInAsync(Near, Calls.Of("role/wide-" + what, 2));
        (await StopAsync()).ShouldBeNull();
        await guard.DeliverInAsync(Far, Calls.Of("role/wide-" + what, 1));

        var stop = (await StopAsync()).ShouldNotBeNull();
        stop.GetProperty("state").GetString().ShouldBe("enforced");
        (await guard.CliAsync("restore", stop.GetProperty("id").GetString()!, "--raise", "100")).Succeeded();

        async Task<JsonElement?> StopAsync() => (await guard.JsonAsync("status")).GetProperty("stops").EnumerateArray()
            .Where(one => one.GetProperty("target").GetProperty("kind").GetString() == what).Select(one => (JsonElement?)one)
            .SingleOrDefault();
    }

    [Fact]
    public async Task A_record_that_comes_by_two_regions_or_twice_by_one_counts_once()
    {
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        var calls = Calls.Of("role/one-twice", 2);
        var payload = Calls.PayloadIn(Near, calls);

        await using (var near = guard.StartSensor(Near, "meter"))
        {
            (await near.DeliverAsync(payload)).IsError.ShouldBeFalse(near.Log);
            (await near.DeliverAsync(payload)).IsError.ShouldBeFalse(near.Log);
        }

        await using (var far = guard.StartSensor(Far, "meter"))
            (await far.DeliverAsync(payload)).IsError.ShouldBeFalse(far.Log);

        (await guard.JsonAsync("usage")).GetProperty("rows").EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "role/one-twice").GetProperty("calls").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task From_a_payload_in_a_far_region_to_the_attach_are_four_round_trips()
    {
        await guard.UserAsync("one-counted");
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        await using var meter = guard.StartSensor(Far, "meter");
        await meter.ReadyAsync();

        guard.Front.Operations.Clear();
        (await meter.DeliverAsync(Calls.PayloadIn(Far, Calls.Of("user/one-counted", 3)))).IsError.ShouldBeFalse(meter.Log);

        // The totals, and what was granted, which is asked only near a limit.
        guard.Front.Operations.Take(5).ShouldBe(
            ["DynamoDB_20120810.TransactWriteItems", "DynamoDB_20120810.BatchGetItem", "DynamoDB_20120810.BatchGetItem",
                "DynamoDB_20120810.TransactWriteItems", "AttachUserPolicy"]);
    }

    [Fact]
    public async Task Logging_of_a_far_region_is_turned_on_there_put_back_when_somebody_turns_it_off_and_as_it_was_without_the_sensor()
    {
        var agent = await guard.RoleAsync("one-stays");
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        (await guard.CliAsync("stop", "role/one-stays", "--reason", "by hand")).Succeeded();
        using var near = await NearAsync();
        using var home = new RawAccount(guard.Server);

        (await SetUpAsync("Create")).Status.ShouldBe("SUCCESS");
        (await LoggingAsync(near)).ShouldContain(Calls.GroupOfSensor);
        (await LoggingAsync(home)).ShouldNotContain(Calls.GroupOfSensor);

        await near.RestAsync("bedrock", HttpMethod.Delete, "/logging/modelinvocations");
        await using (var setup = guard.StartSensor(Near, "setup"))
            (await setup.DeliverAsync(TurnedOff())).IsError.ShouldBeFalse(setup.Log);
        (await LoggingAsync(near)).ShouldContain(Calls.GroupOfSensor);
        Told.Each(guard.Front.Published).ShouldContain(
            one => one.Text.Contains("DeleteModelInvocationLoggingConfiguration", StringComparison.Ordinal));

        (await SetUpAsync("Delete")).Status.ShouldBe("SUCCESS");
        (await LoggingAsync(near)).ShouldNotContain(Calls.GroupOfSensor);
        // The guard stays, and so does whoever it stopped.
        (await guard.InvokesAsync(agent)).ShouldBeFalse();

        static async Task<string> LoggingAsync(RawAccount region) =>
            (await region.RestAsync("bedrock", HttpMethod.Get, "/logging/modelinvocations")).GetRawText();
    }

    [Fact]
    public async Task A_policy_is_proposed_from_what_every_region_did_and_one_that_cannot_be_read_is_said()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Policy);
        using var home = new RawAccount(guard.Server);
        using var near = new RawAccount(guard.Server, Near);
        await home.LogAsync("/history/home", Calls.Of("role/one-of-home", 3));
        await near.LogAsync("/history/near", Calls.In(Near, Calls.Of("role/one-of-near", 2)));
        try
        {
            var replayed = await guard.CliAsync("replay", "--policy", file, "--from-account", "--output", "json");
            JsonDocument.Parse(replayed.Succeeded()).RootElement.GetProperty("invocations").GetInt64().ShouldBe(5);
            replayed.Error.ShouldContain("3 records of `/history/home` in us-east-1 since ");
            replayed.Error.ShouldContain($"2 records of `/history/near` in {Near} since ");
            replayed.Error.ShouldContain(
                $"killswitch: invocation logging is off in {Far}: what was called there is not replayed, or not all of it; ");

            var proposed = await guard.CliAsync("init", "-", "--from-account");
            var said = string.Join(
                ' ', proposed.Succeeded().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "#"));
            said.ShouldContain($"from what us-east-1 and {Near} and {Far} did");
            said.ShouldContain("5 calls in the invocation log (`/history/home`, `/history/near`)");
            said.ShouldContain("Seen in 2 principals");
            said.ShouldContain(
                $"Invocation logging is off in {Far}: what was called there is in no number on principals and sessions.");
            proposed.Error.ShouldContain($"killswitch: invocation logging is off in {Far}: ");

            // A log group is of one region.
            (await guard.CliAsync("replay", "--policy", file, "--from-account", "--log-group", "/history/home")).Error
                .ShouldNotContain(Near);
        }
        finally
        {
            File.Delete(file);
            await home.RestAsync("bedrock", HttpMethod.Delete, "/logging/modelinvocations");
            await near.RestAsync("bedrock", HttpMethod.Delete, "/logging/modelinvocations");
        }
    }

    [Fact]
    public async Task What_is_done_to_a_sensor_is_put_back_there_and_told_through_home()
    {
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        using var near = await NearAsync();
        (await SetUpAsync("Create")).Status.ShouldBe("SUCCESS");

        // No filter stands: somebody has taken it away.
        await HearAsync("logs", "DeleteSubscriptionFilter",
            $$"""{"logGroupName":"{{Calls.GroupOfSensor}}","filterName":"{{Filter}}"}""");
        (await near.JsonAsync("logs", "Logs_20140328.DescribeSubscriptionFilters", $$"""{"logGroupName":"{{Calls.GroupOfSensor}}"}"""))
            .GetProperty("subscriptionFilters").EnumerateArray().ShouldHaveSingleItem().GetProperty("filterName").GetString()
            .ShouldBe(Filter);
        ShouldBeTold("PUT BACK", $"user/eve changed the subscription of {Calls.GroupOfSensor}");

        await near.JsonAsync("events", "AWSEvents.PutRule",
            """{"Name":"KillSwitch-sensor-TamperingLogging1","State":"DISABLED","ScheduleExpression":"rate(1 day)"}""");
        await HearAsync("events", "DisableRule", """{"name":"KillSwitch-sensor-TamperingLogging1"}""");
        (await near.JsonAsync("events", "AWSEvents.DescribeRule", """{"Name":"KillSwitch-sensor-TamperingLogging1"}"""))
            .GetProperty("State").GetString().ShouldBe("ENABLED");
        ShouldBeTold("PUT BACK", "user/eve disabled the rule KillSwitch-sensor-TamperingLogging1");
        await near.JsonAsync("events", "AWSEvents.DeleteRule", """{"Name":"KillSwitch-sensor-TamperingLogging1"}""");

        await HearAsync("lambda", "UpdateFunctionCode20150331v2", """{"functionName":"KillSwitch-sensor-meter"}""");
        ShouldBeTold("TAMPERED", "user/eve changed the function KillSwitch-sensor-meter");
        await HearAsync("logs", "DeleteLogGroup", $$"""{"logGroupName":"{{Calls.GroupOfSensor}}"}""");
        ShouldBeTold("TAMPERED", $"user/eve deleted the log group {Calls.GroupOfSensor}");
        await HearAsync(
            "sns", "Unsubscribe", """{"subscriptionArn":"arn:aws:sns:eu-central-1:123456789012:KillSwitch-sensor-People:1-2"}""");
        ShouldBeTold("TAMPERED", "user/eve ended a subscription");

        (await SetUpAsync("Delete")).Status.ShouldBe("SUCCESS");

        void ShouldBeTold(string head, string what) => Told.Each(guard.Front.Published).ShouldContain(
            one => one.Subject.StartsWith(head, StringComparison.Ordinal) && one.Text.Contains(what, StringComparison.Ordinal));

        async Task HearAsync(string service, string call, string parameters)
        {
            await using var setup = guard.StartSensor(Near, "setup");
            (await setup.DeliverAsync(Event(service, call, parameters))).IsError.ShouldBeFalse(setup.Log);
        }
    }

    [Fact]
    public async Task Home_finds_what_is_gone_of_a_sensor_itself_and_misses_nothing_of_one_that_is_not_set_up()
    {
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        using var near = await NearAsync();
        (await SetUpAsync("Create")).Status.ShouldBe("SUCCESS");
        await near.RestAsync("bedrock", HttpMethod.Delete, "/logging/modelinvocations");
        await near.RestAsync("lambda", HttpMethod.Delete, "/2015-03-31/functions/KillSwitch-sensor-meter");

        await guard.WatchAsync();

        var found = await ConditionsAsync();
        found["tamperingUnheard"].ShouldContain($"12 of 12 are gone in {Near}");
        found["functionsHeld"].ShouldContain($"meter in {Near}: it is gone");
        found["loggingOff"].ShouldContain(Near);
        foreach (var kind in (string[])["tamperingUnheard", "functionsHeld", "loggingOff"])
            found[kind].ShouldNotContain(Far);
        Told.Each(guard.Front.Published).ShouldContain(one => one.Text.Contains($"12 of 12 are gone in {Near}", StringComparison.Ordinal));

        (await SetUpAsync("Delete")).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Calls_where_no_sensor_listens_are_found_and_told_and_count_as_unattributed()
    {
        const string deaf = "af-south-1";
        (await guard.ApplyAsync(Policy, "--yes")).Succeeded();
        using var there = new RawAccount(guard.Server, deaf);
        var minute = DateTimeOffset.UtcNow.AddMinutes(-6);
        foreach (var (metric, value) in ((string, int)[])[("Invocations", 4), ("InputTokenCount", 400_000), ("OutputTokenCount", 640_000)])
        {
            await there.QueryAsync("monitoring", "2010-08-01", "PutMetricData", ("Namespace", "AWS/Bedrock"),
                ("MetricData.member.1.MetricName", metric), ("MetricData.member.1.Value", $"{value}"),
                ("MetricData.member.1.Timestamp", minute.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
                ("MetricData.member.1.Dimensions.member.1.Name", "ModelId"),
                ("MetricData.member.1.Dimensions.member.1.Value", "amazon.nova-premier-v1:0"));
        }

        await using (var watch = guard.Start("watch"))
        {
            // Found in the one minute, counted from the next one on.
            for (var minutes = 0; minutes < 2; minutes++)
                (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        }

        (await ConditionsAsync())["regionUnheard"].ShouldContain("No record of these calls reaches the guard");
        Told.Each(guard.Front.Published).ShouldContain(one => one.Text.Contains(
            $"make deploy CONTEXT='… -c regions={Near},{Far},{deaf}", StringComparison.Ordinal));
        var status = await guard.JsonAsync("status");
        status.GetProperty("regions").EnumerateArray().Select(one => one.GetProperty("region").GetString()).ShouldNotContain(deaf);
        var unattributed = status.GetProperty("unattributed").EnumerateArray()
            .Single(one => one.GetProperty("region").GetString() == deaf);
        unattributed.GetProperty("calls").GetInt64().ShouldBe(4);
    }

    [Fact]
    public async Task Where_no_sensor_listens_everyone_but_the_exempt_is_denied_while_the_deployment_says_so_and_the_policy_enforces()
    {
        await guard.RoleAsync("two-anybody");
        await guard.RoleAsync("two-exempt");
        var policy = Policy.With("exempt: [\"role/two-exempt\"]");
        (await guard.ApplyAsync(policy, "--yes")).Succeeded();

        (await DeniedAsync(GuardSetting.DenyOtherRegions)).ShouldContain("two-anybody");
        (await DeniedAsync(GuardSetting.DenyOtherRegions)).ShouldNotContain("two-exempt");
        (await guard.ApplyAsync(policy.With("mode: observe"), "--yes")).Succeeded();
        (await DeniedAsync(GuardSetting.DenyOtherRegions)).ShouldBeEmpty();
        (await guard.ApplyAsync(policy, "--yes")).Succeeded();
        (await DeniedAsync(GuardSetting.DenyOtherRegions)).ShouldContain("two-anybody");
        (await DeniedAsync(GuardSetting.TellOtherRegions)).ShouldBeEmpty();

        // Under what the function was deployed with.
        async Task<IReadOnlyList<string>> DeniedAsync(string otherRegions)
        {
            await using (var watch = guard.Start("watch", otherRegions))
                (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
            var held = await guard.IamAsync(
                "ListEntitiesForPolicy",
                ("PolicyArn", "arn:aws:iam::123456789012:policy/killswitch/KillSwitch-deny-regions-us-east-1"));
            return [.. held.Descendants().Where(one => one.Name.LocalName == "RoleName").Select(one => one.Value)];
        }
    }

    private async Task<Dictionary<string, string>> ConditionsAsync() =>
        (await guard.JsonAsync("status")).GetProperty("conditions").EnumerateArray()
            .ToDictionary(one => one.GetProperty("kind").GetString()!, one => $"{one.GetProperty("subject")}: {one.GetProperty("text")}");

    /// <summary>The region of a sensor with its group, and with the function that a subscription names.</summary>
    private async Task<RawAccount> NearAsync()
    {
        var near = new RawAccount(guard.Server, Near);
        var groups = await near.JsonAsync(
            "logs", "Logs_20140328.DescribeLogGroups", $$"""{"logGroupNamePrefix":"{{Calls.GroupOfSensor}}"}""");
        if (groups.GetProperty("logGroups").GetArrayLength() == 0)
            await near.JsonAsync("logs", "Logs_20140328.CreateLogGroup", $$"""{"logGroupName":"{{Calls.GroupOfSensor}}"}""");
        var functions = await near.RestAsync("lambda", HttpMethod.Get, "/2015-03-31/functions");
        if (functions.GetProperty("Functions").GetArrayLength() == 0)
        {
            var role = $"one-runs-{Guid.NewGuid():N}";
            await guard.RoleAsync(role);
            await near.RestAsync("lambda", HttpMethod.Post, "/2015-03-31/functions", $$"""
                {"FunctionName":"KillSwitch-sensor-meter","Runtime":"provided.al2023","Role":"arn:aws:iam::123456789012:role/{{role}}",
                "Handler":"meter","Code":{"ZipFile":"UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="} }
                """);
        }

        return near;
    }

    private async Task<ResourceAnswerReceiver.Answer> SetUpAsync(string request)
    {
        const string stack = $"arn:aws:cloudformation:{Near}:123456789012:stack/KillSwitch-sensor/1";
        using var receiver = new ResourceAnswerReceiver();
        guard.Front.Own = StackStandIn.Doing(request, GuardResource.Setup, stack);
        try
        {
            await using var setup = guard.StartSensor(Near, "setup");
            (await setup.DeliverAsync(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
            {
                ["RequestType"] = request,
                ["ResponseURL"] = receiver.Url.ToString(),
                ["StackId"] = stack,
                ["RequestId"] = Guid.NewGuid().ToString(),
                ["LogicalResourceId"] = "Setup",
                ["ResourceProperties"] = new Dictionary<string, string>
                {
                    ["invocationLogging"] = "auto",
                    ["textDelivery"] = "false",
                    ["logGroup"] = Calls.GroupOfSensor,
                    ["loggingRoleArn"] = "arn:aws:iam::123456789012:role/writer",
                    ["filterName"] = Filter,
                    ["meterArn"] = $"arn:aws:lambda:{Near}:123456789012:function:KillSwitch-sensor-meter",
                },
            }))).IsError.ShouldBeFalse(setup.Log);
            return await receiver.Received.WaitAsync(TimeSpan.FromSeconds(10));
        }
        finally
        {
            guard.Front.Own = null;
        }
    }

    private static byte[] TurnedOff() => Event("bedrock", "DeleteModelInvocationLoggingConfiguration", "null");

    private static byte[] Event(string service, string call, string parameters) => Encoding.UTF8.GetBytes($$"""
        {
          "id": "far-{{call}}", "detail-type": "AWS API Call via CloudTrail", "source": "aws.{{service}}", "region": "eu-central-1",
          "detail": {
            "eventID": "far-{{call}}", "eventTime": "2026-11-01T12:00:00Z", "eventSource": "{{service}}.amazonaws.com",
            "eventName": "{{call}}", "awsRegion": "eu-central-1",
            "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/eve" }, "requestParameters": {{parameters}}
          }
        }
        """);
}
