using Amazon.CloudWatchLogs;
using Amazon.Runtime;
using KillSwitch.Aws.Logging;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Logging;

public class LogListsTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    [Fact]
    public async Task A_group_is_found_on_whichever_page_and_none_of_a_longer_name()
    {
        string[] pages = ["""{"logGroups":[{"logGroupName":"/bedrock/more"}],"nextToken":"2"}""", """{"logGroups":[],"nextToken":"3"}""",
            """{"logGroups":[{"logGroupName":"/bedrock"}]}"""];
        using var endpoint = Endpoint(pages);
        using var logs = Client(endpoint);

        (await LogGroupArchive.FindAsync(logs, "/bedrock", default)).ShouldNotBeNull().LogGroupName.ShouldBe("/bedrock");

        endpoint.Requests[2].Body.ShouldBe("""{"logGroupNamePrefix":"/bedrock","nextToken":"3"}""");
    }

    [Fact]
    public async Task A_group_that_is_on_no_page_is_not_there()
    {
        using var endpoint =
            Endpoint("""{"logGroups":[{"logGroupName":"/bedrock/more"}],"nextToken":"2"}""",
            """{"logGroups":[{"logGroupName":"/bedrock/other"}]}""");
        using var logs = Client(endpoint);

        (await LogGroupArchive.FindAsync(logs, "/bedrock", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Subscriptions_are_read_to_the_last_page()
    {
        using var endpoint = Endpoint(Filter("copy", "\"2\""), Filter("killswitch", "null"));
        using var logs = Client(endpoint);

        (await LogSubscriptions.Of(logs, "/bedrock", default).Select(filter => filter.FilterName)
            .ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(["copy", "killswitch"]);

        endpoint.Requests[1].Body.ShouldBe("""{"logGroupName":"/bedrock","nextToken":"2"}""");
    }

    [Fact]
    public async Task Records_are_read_to_the_last_page_across_one_without_any()
    {
        using var endpoint = Endpoint("""{"events":[],"nextToken":"2"}""", """{"events":[{"message":"no record"}]}""");
        using var logs = Client(endpoint);

        (await ReadAsync(logs)).Sum(page => page.Damaged).ShouldBe(1);
    }

    [Fact]
    public async Task The_line_that_bedrock_writes_when_logging_is_turned_on_is_no_damage()
    {
        using var endpoint = Endpoint("""{"events":[{"message":"Permissions are correctly set for Amazon Bedrock logs."}]}""");
        using var logs = Client(endpoint);

        (await ReadAsync(logs)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            page => page.Records.ShouldBeEmpty(), page => page.Damaged.ShouldBe(0));
    }

    [Fact]
    public async Task A_group_that_is_gone_has_no_pages()
    {
        using var endpoint =
            new ScriptedEndpoint(new ScriptedEndpoint.Answer(400, "{}", "application/x-amz-json-1.1", "ResourceNotFoundException"));
        using var logs = Client(endpoint);

        (await ReadAsync(logs)).ShouldBeEmpty();
    }

    private static async Task<List<ArchivePage>> ReadAsync(AmazonCloudWatchLogsClient logs) =>
        await new LogGroupArchive(logs, "/bedrock", "us-east-1").ReadAsync(Now.AddHours(-1), Now, default)
            .ToListAsync(TestContext.Current.CancellationToken);

    private static string Filter(string name, string next) =>
        $$"""{"subscriptionFilters":[{"filterName":"{{name}}","logGroupName":"/bedrock","filterPattern":"","destinationArn":"arn:aws:lambda:us-east-1:1:function:meter"}],"nextToken":{{next}}}""";

    private static ScriptedEndpoint Endpoint(params string[] pages) =>
        new([.. pages.Select(page => new ScriptedEndpoint.Answer(200, page, "application/x-amz-json-1.1"))]);

    private static AmazonCloudWatchLogsClient Client(ScriptedEndpoint endpoint) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonCloudWatchLogsConfig
        {
            ServiceURL = endpoint.Url,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });
}
