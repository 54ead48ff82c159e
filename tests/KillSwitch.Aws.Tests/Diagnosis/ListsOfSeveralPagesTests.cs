using System.Collections.Immutable;
using Amazon.Runtime;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Cuts;
using KillSwitch.Aws.Diagnosis.Deployed;
using KillSwitch.Aws.Diagnosis.Logs;
using KillSwitch.Aws.Diagnosis.Told;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;

namespace KillSwitch.Aws.Tests.Diagnosis;

/// <summary>What a check looks for is on the second page. Alone, because the environment is everyone's.</summary>
[Collection(nameof(EndpointSettingsTests))]
public sealed class ListsOfSeveralPagesTests : IDisposable
{
    private const string Anywhere = "AWS_ENDPOINT_URL";
    private const string Topic = "arn:aws:sns:us-east-1:111122223333:people";
    private const string Function = "arn:aws:lambda:us-east-1:111122223333:function:F";

    private static readonly Answer Logging = Json("""{"loggingConfig":{"cloudWatchConfig":{"logGroupName":"/g","roleArn":"r"}}}""");

    [Fact]
    public Task The_log_group() => LookAsync(new LoggingCheck("us-east-1", isHeard: true), "it writes to /g, without prompts and answers",
        Logging, Json("""{"logGroups":[{"logGroupName":"/g/more"}],"nextToken":"2"}"""), Json("""{"logGroups":[{"logGroupName":"/g"}]}"""));

    [Fact]
    public Task The_subscription() => LookAsync(new SubscriptionCheck("us-east-1"), "every event of /g goes to the meter",
        [
            Logging, .. Made("AWS::Lambda::Function", "F"), Configuration(GuardFunction.Meter),
            Json("""{"subscriptionFilters":[],"nextToken":"2"}"""),
            Json($$"""{"subscriptionFilters":[{"filterName":"killswitch-KillSwitch","logGroupName":"/g","filterPattern":"","destinationArn":"{{Function}}"}]}"""),
        ]);

    [Fact]
    public Task The_schedule() => LookAsync(new ScheduleCheck(), "every-minute calls the watch",
        [
            .. Made("AWS::Lambda::Function", "F"), Configuration(GuardFunction.Watch),
            Json("""{"Schedules":[],"NextToken":"2"}"""),
            Json($$"""{"Schedules":[{"Name":"every-minute","State":"ENABLED","Target":{"Arn":"{{Function}}"} }]}"""),
        ]);

    [Fact]
    public Task The_rules() =>
        LookAsync(
            new TamperRulesCheck(), "all 1 are enabled; EventBridge hears of calls only where a trail of CloudTrail logs management events",
        [Json("""{"Rules":[],"NextToken":"2"}"""), Json("""{"Rules":[{"Name":"KillSwitch-TamperingA","State":"ENABLED"}]}"""),
            .. Made("AWS::Events::Rule", "KillSwitch-TamperingA")]);

    [Fact]
    public Task The_alarms() => LookAsync(new AlarmsCheck(), $"all {GuardAlarm.All.Count} are armed",
        Xml("DescribeAlarms", $"<MetricAlarms>{Alarms(GuardAlarm.All.Take(3))}</MetricAlarms><NextToken>2</NextToken>"),
        Xml("DescribeAlarms", $"<MetricAlarms>{Alarms(GuardAlarm.All.Skip(3))}</MetricAlarms>"));

    [Fact]
    public Task The_subscribers() => LookAsync(new SubscribersCheck(), "1 confirmed subscription",
        Xml("ListSubscriptionsByTopic", "<Subscriptions/><NextToken>2</NextToken>"),
        Xml("ListSubscriptionsByTopic",
            "<Subscriptions><member><SubscriptionArn>arn:1</SubscriptionArn><Protocol>email</Protocol><Endpoint>ada@example.com</Endpoint></member></Subscriptions>"));

    [Fact]
    public async Task The_answers_of_a_simulation()
    {
        string[] actions = ["bedrock:InvokeModel", "bedrock:CallWithBearerToken"];
        using var endpoint = Serve([.. actions.Select((action, i) => Xml("SimulateCustomPolicy",
            $"<EvaluationResults><member><EvalActionName>{action}</EvalActionName><EvalDecision>explicitDeny</EvalDecision></member></EvaluationResults>{(i == 0 ? "<IsTruncated>true</IsTruncated><Marker>2</Marker>" : "<IsTruncated>false</IsTruncated>")}"))]);
        using var guard = Guard();
        using var account = DoctorContext(guard);

        (await Simulation.LeftOpenAsync(account, "{}", actions, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    public void Dispose() => Environment.SetEnvironmentVariable(Anywhere, null);

    private static async Task LookAsync(Check check, string expected, params Answer[] answers)
    {
        using var endpoint = Serve(answers);
        using var guard = Guard();
        using var account = DoctorContext(guard);

        (await check.LookAsync(account, TestContext.Current.CancellationToken)).ShouldBe(new Finding(CheckOutcome.Ok, expected));

        endpoint.Requests.Count.ShouldBe(answers.Length);
    }

    private static ScriptedEndpoint Serve(Answer[] answers)
    {
        var endpoint = new ScriptedEndpoint(answers);
        Environment.SetEnvironmentVariable(Anywhere, endpoint.Url);
        return endpoint;
    }

    private static Guard Guard() => new(
        new Deployment("KillSwitch", "us-east-1", "T", Topic)
        {
            Denies = PreparedDeny.All.Where(deny => !deny.NeedsOperators).ToImmutableDictionary(deny => deny, deny => Policy(deny.Name)),
        },
        Key, TimeProvider.System);

    private static string Policy(string what) => $"arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-{what}-us-east-1";

    private static DoctorContext DoctorContext(Guard guard) =>
        new(guard, Key, new Principal(PrincipalKind.User, "user/ada", "arn:aws:iam::111122223333:user/ada"), TimeProvider.System);

    private static BasicAWSCredentials Key => new("AKIDEXAMPLE", "secret");

    // What the stack made, on its second page.
    private static Answer[] Made(string type, string id) =>
    [
        Xml("ListStackResources", "<StackResourceSummaries/><NextToken>2</NextToken>"),
        Xml("ListStackResources",
            $"<StackResourceSummaries><member><LogicalResourceId>L</LogicalResourceId><PhysicalResourceId>{id}</PhysicalResourceId><ResourceType>{type}</ResourceType></member></StackResourceSummaries>"),
    ];

    private static Answer Configuration(string handler) =>
        Json($$"""{"FunctionName":"F","FunctionArn":"{{Function}}","Handler":"{{handler}}"}""");

    private static string Alarms(IEnumerable<string> names) => string.Concat(names.Select(name =>
        $"<member><AlarmName>{GuardAlarm.Name("KillSwitch", name)}</AlarmName><AlarmArn>arn:1</AlarmArn><ActionsEnabled>true</ActionsEnabled><AlarmActions><member>{Topic}</member></AlarmActions></member>"));

    private static Answer Json(string body) => new(200, body, "application/json");

    private static Answer Xml(string action, string result) =>
        new(200, $"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>");
}
