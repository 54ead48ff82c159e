using Amazon.EventBridge;
using Amazon.Runtime;
using KillSwitch.Aws.Tampering;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Engine.Ports;

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
        var rules = new StackRules(events, "K-Tampering", Deployed(2), ["setup", "topic"]);

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

        (await new StackRules(events, "K-Tampering", Deployed(1), ["setup", "topic"]).RestoreAsync(TestContext.Current.CancellationToken))
            .ShouldBeEmpty();

        endpoint.Requests.Select(asked => asked.Body).ShouldBe(
            ["""{"NamePrefix":"K-Tampering"}""", """{"NamePrefix":"K-Tampering","NextToken":"r-2"}""", """{"Rule":"K-TamperingA"}""",
                """{"Rule":"K-TamperingA","NextToken":"t-2"}"""]);
    }

    [Fact]
    public async Task What_is_wrong_with_the_rules_of_a_sensor_is_said_with_its_region_and_nothing_where_none_is_set_up()
    {
        using var endpoint = new ScriptedEndpoint(Answer("""{"Rules":[{"Name":"K-sensor-TamperingA","State":"DISABLED"}]}"""), Answer(""));
        using var events = new AmazonEventBridgeClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonEventBridgeConfig
            {
                ServiceURL = endpoint.Url,
                AuthenticationRegion = "us-west-2",
                MaxErrorRetry = 0,
            });
        var rules = new RulesByRegion(new None(), new Dictionary<string, ITamperRules>
        {
            ["us-west-2"] = new StackRules(events, "K-sensor-Tampering", Deployed(3), []),
            ["eu-central-1"] = new StackRules(events, "K-sensor-Tampering", Deployed(null), []),
        });

        (await rules.RestoreAsync(TestContext.Current.CancellationToken)).ShouldBe(
            ["K-sensor-TamperingA was disabled and is enabled again in us-west-2", "2 of 3 are gone in us-west-2"]);
        endpoint.Requests.Select(asked => asked.Target).ShouldBe(["AWSEvents.ListRules", "AWSEvents.EnableRule"]);
    }

    [Fact]
    public async Task A_region_that_does_not_say_keeps_nothing_from_home_and_is_told_once_it_lasts()
    {
        var rules = new RulesByRegion(new None(), new Dictionary<string, ITamperRules> { ["us-west-2"] = new Silent() });

        var said = new List<int>();
        for (var minute = 0; minute < 6; minute++)
            said.Add((await rules.RestoreAsync(TestContext.Current.CancellationToken)).Count);

        said.ShouldBe([0, 0, 0, 0, 1, 1]);
        (await rules.RestoreAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem()
            .ShouldStartWith("EventBridge in us-west-2 does not say which are there (");
    }

    private static Func<CancellationToken, ValueTask<int?>> Deployed(int? count) => _ => ValueTask.FromResult(count);

    private sealed class None : ITamperRules
    {
        public ValueTask<IReadOnlyList<string>> RestoreAsync(CancellationToken cancellation) =>
            ValueTask.FromResult<IReadOnlyList<string>>([]);
    }

    private sealed class Silent : ITamperRules
    {
        public ValueTask<IReadOnlyList<string>> RestoreAsync(CancellationToken cancellation) =>
            ValueTask.FromException<IReadOnlyList<string>>(new HttpRequestException("no"));
    }

    private static ScriptedEndpoint.Answer Answer(string json) => new(200, json, "application/x-amz-json-1.1");
}
