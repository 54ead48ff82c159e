using Amazon.EventBridge;
using Amazon.Runtime;
using KillSwitch.Aws.Tampering;
using KillSwitch.Aws.Tests.Api;

namespace KillSwitch.Aws.Tests.Tampering;

public class StackRulesTests
{
    private const string Rules = """{"Rules":[{"Name":"K-TamperingA","State":"ENABLED"},{"Name":"K-TamperingB","State":"ENABLED"}]}""";

    [Fact]
    public async Task A_rule_that_was_pointed_elsewhere_is_said_until_it_points_back()
    {
        // Few are asked a turn: the first rule in the first, the second in the second, nobody in the third.
        using var endpoint = new ScriptedEndpoint(
            Answer(Rules), Answer("""{"Targets":[{"Id":"T","Arn":"setup"}]}"""),
            Answer(Rules), Answer("""{"Targets":[{"Id":"T","Arn":"diagnose"}]}"""),
            Answer(Rules),
            Answer(Rules), Answer("""{"Targets":[{"Id":"T","Arn":"setup"}]}"""),
            Answer(Rules), Answer("""{"Targets":[{"Id":"T","Arn":"topic"}]}"""));
        using var events = new AmazonEventBridgeClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonEventBridgeConfig
            {
                ServiceURL = endpoint.Url,
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            });
        var rules = new StackRules(events, "K-Tampering", 2, ["setup", "topic"]);

        var said = new List<string>();
        for (var minute = 0; minute < 5; minute++)
            said.Add(string.Join("; ", await rules.RestoreAsync(TestContext.Current.CancellationToken)));

        const string moved = "K-TamperingB tells diagnose instead of the guard";
        said.ShouldBe(["", moved, moved, moved, ""]);
        endpoint.Requests[3].Target.ShouldBe("AWSEvents.ListTargetsByRule");
        endpoint.Requests[3].Body.ShouldBe("""{"Rule":"K-TamperingB"}""");
    }

    [Fact]
    public async Task Rules_and_what_they_tell_are_read_to_the_last_page()
    {
        using var endpoint = new ScriptedEndpoint(
            Answer("""{"Rules":[],"NextToken":"r-2"}"""),
                Answer("""{"Rules":[{"Name":"K-TamperingA","State":"ENABLED"}],"NextToken":""}"""),
            Answer("""{"Targets":[],"NextToken":"t-2"}"""), Answer("""{"Targets":[{"Id":"U","Arn":"setup"}]}"""));
        using var events = new AmazonEventBridgeClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonEventBridgeConfig
            {
                ServiceURL = endpoint.Url,
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            });

        (await new StackRules(events, "K-Tampering", 1, ["setup", "topic"]).RestoreAsync(TestContext.Current.CancellationToken))
            .ShouldBeEmpty();

        endpoint.Requests.Select(asked => asked.Body).ShouldBe(
            ["""{"NamePrefix":"K-Tampering"}""", """{"NamePrefix":"K-Tampering","NextToken":"r-2"}""", """{"Rule":"K-TamperingA"}""",
                """{"Rule":"K-TamperingA","NextToken":"t-2"}"""]);
    }

    private static ScriptedEndpoint.Answer Answer(string json) => new(200, json, "application/x-amz-json-1.1");
}
