using System.Text;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Settings;

namespace KillSwitch.Account.Tests;

/// <summary>What the deployment does to the account's invocation logging, and what a removal leaves behind: nothing.</summary>
[Collection(AnotherAccount.Name)]
public sealed class RemovalStories(Deployment account) : IAsyncLifetime
{
    private const string OtherGroup = "/somebody/elses";

    // The emulator takes every signed GET of Bedrock's for forged: here nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await account.AwsAsync(account.Admin, "bedrock", "delete-model-invocation-logging-configuration");
        await account.AwsAsync(account.Admin, "logs", "create-log-group", "--log-group-name", OtherGroup);
    }

    public async ValueTask DisposeAsync() => await account.EnforceAsync(true);

    [Fact]
    public async Task Logging_that_is_off_is_turned_on_without_prompts_and_off_again_on_removal()
    {
        (await SetupAsync("Create")).Status.ShouldBe("SUCCESS");

        var config = (await LoggingAsync())!.Value;
        config.GetProperty("cloudWatchConfig").GetProperty("logGroupName").GetString().ShouldBe(account.SetupProperties["logGroup"]);
        foreach (var kind in (string[])["text", "image", "embedding", "video", "audio"])
            (config.TryGetProperty(kind + "DataDeliveryEnabled", out var enabled) && enabled.GetBoolean()).ShouldBeFalse(kind);
        (await SetupAsync("Update")).Status.ShouldBe("SUCCESS");

        (await SetupAsync("Delete")).Status.ShouldBe("SUCCESS");
        (await LoggingAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Logging_that_someone_has_set_up_is_used_and_left_as_it_is()
    {
        await PutLoggingAsync(
            $$"""{"cloudWatchConfig":{"logGroupName":"{{OtherGroup}}","roleArn":"arn:aws:iam::123456789012:role/theirs"},"textDataDeliveryEnabled":true}""");
        var before = (await LoggingAsync())!.Value.ToString();

        var answer = await SetupAsync("Create");

        (answer.Status, answer.LogGroup).ShouldBe(("SUCCESS", OtherGroup));
        (await LoggingAsync())!.Value.ToString().ShouldBe(before);
        (await FiltersAsync()).ShouldBe(["killswitch-KillSwitch"]);

        (await SetupAsync("Delete")).Status.ShouldBe("SUCCESS");
        (await LoggingAsync())!.Value.ToString().ShouldBe(before);
        (await FiltersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delivery_to_a_bucket_alone_is_not_touched_unless_told_to_and_is_put_back()
    {
        (await account.AwsAsync(account.Admin, "s3api", "create-bucket", "--bucket", "their-logs")).Succeeded();
        await PutLoggingAsync("""{"s3Config":{"bucketName":"their-logs","keyPrefix":"bedrock"},"textDataDeliveryEnabled":true}""");
        var before = (await LoggingAsync())!.Value.ToString();

        var refused = await SetupAsync("Create");
        refused.Status.ShouldBe("FAILED");
        refused.Reason.ShouldContain("their-logs");
        (await LoggingAsync())!.Value.ToString().ShouldBe(before);

        (await SetupAsync("Create", "add")).Status.ShouldBe("SUCCESS");
        var both = (await LoggingAsync())!.Value;
        both.GetProperty("s3Config").GetProperty("bucketName").GetString().ShouldBe("their-logs");
        both.GetProperty("cloudWatchConfig").GetProperty("logGroupName").GetString().ShouldBe(account.SetupProperties["logGroup"]);

        (await SetupAsync("Delete", "add")).Status.ShouldBe("SUCCESS");
        (await LoggingAsync())!.Value.ToString().ShouldBe(before);
    }

    [Fact]
    public async Task A_setting_that_someone_changed_since_is_theirs()
    {
        await SetupAsync("Create");
        await PutLoggingAsync(
            $$$"""{"cloudWatchConfig":{"logGroupName":"{{{OtherGroup}}}","roleArn":"arn:aws:iam::123456789012:role/theirs"}}""");
        var theirs = (await LoggingAsync())!.Value.ToString();

        (await SetupAsync("Delete")).Status.ShouldBe("SUCCESS");

        (await LoggingAsync())!.Value.ToString().ShouldBe(theirs);
    }

    [Fact]
    public async Task Logging_that_someone_turns_off_is_on_again_with_its_subscription_and_a_setting_of_their_own_stays()
    {
        await SetupAsync("Create");
        (await account.AwsAsync(account.Admin, "bedrock", "delete-model-invocation-logging-configuration")).Succeeded();
        await account.AwsAsync(account.Admin, "logs", "delete-subscription-filter", "--log-group-name", account.SetupProperties["logGroup"],
            "--filter-name", "killswitch-KillSwitch");
        await using (var setup = account.Start("setup"))
            (await setup.DeliverAsync(TurnedOff("off-1"))).IsError.ShouldBeFalse(setup.Log);

        (await LoggingAsync())!.Value.GetProperty("cloudWatchConfig").GetProperty("logGroupName").GetString()
            .ShouldBe(account.SetupProperties["logGroup"]);
        var filters = JsonDocument.Parse(
            (await account.AwsAsync(account.Admin, "logs", "describe-subscription-filters", "--log-group-name",
            account.SetupProperties["logGroup"], "--output", "json")).Succeeded()).RootElement;
        filters.GetProperty("subscriptionFilters").EnumerateArray()
            .ShouldContain(filter => filter.GetProperty("filterName").GetString() == "killswitch-KillSwitch");

        await PutLoggingAsync(
            $$$"""{"cloudWatchConfig":{"logGroupName":"{{{OtherGroup}}}","roleArn":"arn:aws:iam::123456789012:role/theirs"}}""");
        var theirs = (await LoggingAsync())!.Value.ToString();
        await using (var setup = account.Start("setup"))
            (await setup.DeliverAsync(TurnedOff("off-2"))).IsError.ShouldBeFalse(setup.Log);
        (await LoggingAsync())!.Value.ToString().ShouldBe(theirs);
        (await SetupAsync("Delete")).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_removal_leaves_no_deny_on_anybody()
    {
        (await account.CliAsync("stop", "user/agent-removed", "--reason", "removed with the guard")).Succeeded();
        (await account.AwsAsync(account.Admin, "iam", "attach-role-policy", "--role-name", "agent-innocent", "--policy-arn",
            account.DenyPolicyArn)).Succeeded();
        (await account.AwsAsync(account.Admin, "iam", "attach-role-policy", "--role-name", "agent-innocent", "--policy-arn",
            account.AccountDenyPolicyArn)).Succeeded();
        await account.EnforceAsync(true);
        (await account.InvokesAsync(account.Keys["user/agent-removed"])).ShouldBeFalse();

        await account.EnforceAsync(false);
        (await SetupAsync("Delete")).Status.ShouldBe("SUCCESS");
        await account.EnforceAsync(true);

        foreach (var policy in (string[])[account.DenyPolicyArn, account.AccountDenyPolicyArn])
        {
            var holders = JsonDocument.Parse(
                (await account.AwsAsync(account.Admin, "iam", "list-entities-for-policy", "--policy-arn", policy, "--output", "json"))
                .Succeeded()).RootElement;
            holders.GetProperty("PolicyRoles").GetArrayLength().ShouldBe(0);
            holders.GetProperty("PolicyUsers").GetArrayLength().ShouldBe(0);
        }

        (await account.InvokesAsync(account.Keys["user/agent-removed"])).ShouldBeTrue();
        (await account.InvokesAsync(account.Keys["role/agent-innocent"])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_removal_that_cloudformation_did_not_ask_for_lifts_nothing_and_turns_nothing_off_and_is_told()
    {
        await SetupAsync("Create");
        foreach (var name in (string[])["agent-removed", "agent-hand"])
            (await account.CliAsync("stop", "user/" + name, "--reason", "must hold")).Succeeded();
        using var receiver = new ResourceAnswerReceiver();
        using var front = new CountingProxy(account.Server) { Own = StackStandIn.Saying("CREATE_COMPLETE", GuardResource.Setup) };
        await using (var setup = account.Start("setup", front.Url))
        {
            // All of it true, and CloudFormation says that nothing is in progress.
            (await setup.DeliverAsync(Request("Delete", receiver.Url))).IsError.ShouldBeFalse(setup.Log);
            // Twice asked, once told.
            (await setup.DeliverAsync(Request("Delete", receiver.Url))).IsError.ShouldBeFalse(setup.Log);
            setup.Log.ShouldContain("CloudFormation has no Delete of it in progress");
        }

        receiver.Received.IsCompleted.ShouldBeFalse("nobody is answered");
        var told = Told.Each(front.Published).Where(one => one.Subject.StartsWith("FORGED REQUEST", StringComparison.Ordinal))
            .ShouldHaveSingleItem();
        told.Text.ShouldContain("CloudFormation did not ask for it");
        (await LoggingAsync())!.Value.GetProperty("cloudWatchConfig").GetProperty("logGroupName").GetString()
            .ShouldBe(account.SetupProperties["logGroup"]);
        await account.EnforceAsync(true);
        foreach (var name in (string[])["agent-removed", "agent-hand"])
            (await account.InvokesAsync(account.Keys["user/" + name])).ShouldBeFalse(name);
        await account.EnforceAsync(false);

        // The wish to have logging on is not forgotten, either.
        (await account.AwsAsync(account.Admin, "bedrock", "delete-model-invocation-logging-configuration")).Succeeded();
        await using (var setup = account.Start("setup"))
            (await setup.DeliverAsync(TurnedOff("off-3"))).IsError.ShouldBeFalse(setup.Log);
        (await LoggingAsync()).ShouldNotBeNull();
        (await SetupAsync("Delete")).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_deployment_that_cloudformation_cannot_be_asked_about_fails_and_says_so()
    {
        using var receiver = new ResourceAnswerReceiver();
        using var front = new CountingProxy(account.Server) { Refused = "DescribeStackResource" };
        await using var setup = account.Start("setup", front.Url);

        (await setup.DeliverAsync(Request("Create", receiver.Url))).IsError.ShouldBeFalse(setup.Log);

        var answer = await receiver.Received.WaitAsync(TimeSpan.FromSeconds(10));
        answer.Status.ShouldBe("FAILED");
        answer.Reason.ShouldContain("CloudFormation does not say what it has in progress");
        (await LoggingAsync()).ShouldBeNull();
    }

    private async Task<ResourceAnswerReceiver.Answer> SetupAsync(string request, string choice = "auto")
    {
        using var receiver = new ResourceAnswerReceiver();
        using var front = new CountingProxy(account.Server) { Own = StackStandIn.Doing(request, GuardResource.Setup) };
        await using var setup = account.Start("setup", front.Url);

        (await setup.DeliverAsync(Request(request, receiver.Url, choice))).IsError.ShouldBeFalse(setup.Log);
        return await receiver.Received.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private byte[] Request(string request, Uri answerTo, string choice = "auto") =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["RequestType"] = request,
            ["ResponseURL"] = answerTo.ToString(),
            ["StackId"] = StackStandIn.Id,
            ["RequestId"] = Guid.NewGuid().ToString(),
            ["LogicalResourceId"] = "Setup",
            ["ResourceProperties"] = new Dictionary<string, string>(account.SetupProperties) { ["invocationLogging"] = choice },
        });

    private async Task PutLoggingAsync(string config) =>
        (await account.AwsAsync(account.Admin, "bedrock", "put-model-invocation-logging-configuration", "--logging-config", config))
            .Succeeded();

    private async Task<JsonElement?> LoggingAsync()
    {
        var text = (await account.AwsAsync(account.Admin, "bedrock", "get-model-invocation-logging-configuration", "--output", "json"))
            .Succeeded();
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return JsonDocument.Parse(text).RootElement.TryGetProperty("loggingConfig", out var config) && config.EnumerateObject().Any()
            ? config
            : null;
    }

    private async Task<IReadOnlyList<string>> FiltersAsync()
    {
        var text = (await account.AwsAsync(account.Admin, "logs", "describe-subscription-filters", "--log-group-name", OtherGroup,
            "--query", "subscriptionFilters[].filterName", "--output", "json")).Succeeded();
        return [.. JsonDocument.Parse(text).RootElement.EnumerateArray().Select(name => name.GetString()!)];
    }

    private static byte[] TurnedOff(string id) => Encoding.UTF8.GetBytes($$"""
        {
          "id": "{{id}}", "detail-type": "AWS API Call via CloudTrail", "source": "aws.bedrock",
          "detail": {
            "eventID": "{{id}}", "eventTime": "2026-11-01T12:00:00Z", "eventSource": "bedrock.amazonaws.com", "eventName": "DeleteModelInvocationLoggingConfiguration",
            "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/eve" }, "requestParameters": null
          }
        }
        """);
}
