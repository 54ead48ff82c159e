using Amazon.CloudFormation;
using Amazon.Runtime;
using KillSwitch.Aws.Deployments;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Tests.Deployments;

public class StackInProgressTests
{
    private const string Id = "arn:aws:cloudformation:us-east-1:111122223333:stack/KillSwitch/1f2e";

    private const string Resource = $"""
        <DescribeStackResourceResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStackResourceResult><StackResourceDetail>
        <StackId>{Id}</StackId><StackName>KillSwitch</StackName><LogicalResourceId>Setup</LogicalResourceId><PhysicalResourceId></PhysicalResourceId>
        <ResourceType>Custom::KillSwitchSetup</ResourceType><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus>
        </StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>
        """;

    private const string Stacks = $"""
        <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
        <StackId>{Id}</StackId><StackName>KillSwitch</StackName><StackStatus>UPDATE_IN_PROGRESS</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>
        """;

    [Fact]
    public async Task The_own_stack_is_asked_by_its_name()
    {
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(200, Resource), new ScriptedEndpoint.Answer(200, Stacks));

        (await AskAsync(endpoint))
            .ShouldBe(new StackWord.Known(Id, "UPDATE_IN_PROGRESS", null, "Custom::KillSwitchSetup", "CREATE_IN_PROGRESS"));

        endpoint.Requests[0].Body.ShouldContain("Action=DescribeStackResource");
        endpoint.Requests[0].Body.ShouldContain("LogicalResourceId=Setup");
        endpoint.Requests[1].Body.ShouldContain("Action=DescribeStacks");
    }

    [Fact]
    public async Task The_stack_is_found_on_whichever_page()
    {
        const string empty =
            "<DescribeStacksResponse><DescribeStacksResult><Stacks/><NextToken>s-2</NextToken></DescribeStacksResult></DescribeStacksResponse>";
        using var endpoint =
            new ScriptedEndpoint(
            new ScriptedEndpoint.Answer(200, Resource), new ScriptedEndpoint.Answer(200, empty), new ScriptedEndpoint.Answer(200, Stacks));

        (await AskAsync(endpoint)).ShouldBeOfType<StackWord.Known>().StackStatus.ShouldBe("UPDATE_IN_PROGRESS");

        endpoint.Requests[2].Body.ShouldContain("NextToken=s-2");
    }

    [Fact]
    public async Task What_the_stack_does_not_have_is_missing()
    {
        using var endpoint = new ScriptedEndpoint(Error(400, "ValidationError", "Resource Setup does not exist for stack KillSwitch"));

        (await AskAsync(endpoint)).ShouldBe(new StackWord.Missing());
    }

    [Theory]
    [InlineData(403, "AccessDenied", "not authorized to perform: cloudformation:DescribeStackResource")]
    [InlineData(400, "Throttling", "Rate exceeded")]
    [InlineData(503, "ServiceUnavailable", "later")]
    public async Task A_refusal_is_a_value_that_names_its_code(int status, string code, string message)
    {
        using var endpoint = new ScriptedEndpoint(Error(status, code, message));

        (await AskAsync(endpoint)).ShouldBeOfType<StackWord.Unanswered>().Reason.ShouldContain($"`{code}`");
    }

    private static ScriptedEndpoint.Answer Error(int status, string code, string message) =>
        new(status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>");

    private static async Task<StackWord> AskAsync(ScriptedEndpoint endpoint)
    {
        using var formation = new AmazonCloudFormationClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonCloudFormationConfig
            {
                ServiceURL = endpoint.Url,
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            });
        return await new StackInProgress(formation, "KillSwitch").AskAsync("Setup", TestContext.Current.CancellationToken);
    }
}
