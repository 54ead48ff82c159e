using System.Collections.Immutable;
using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Leases;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

/// <summary>What takes in the logs of a further region: all that it needs of home, and no power over anything else.</summary>
public class SensorTests
{
    private const string Account = "111122223333";
    private const string Far = "eu-central-1";
    private const string OfFar = $"arn:{{Partition}}:logs:{Far}:{Account}";
    private const string Role = $"arn:{{Partition}}:iam::{Account}:role/*";
    private const string User = $"arn:{{Partition}}:iam::{Account}:user/*";

    internal static readonly Deployment Home =
        new("KillSwitch", "us-east-1", "KillSwitch-LedgerTable1", $"arn:aws:sns:us-east-1:{Account}:KillSwitch-Topic1")
        {
            Denies = PreparedDeny.All.Where(deny => !deny.NeedsOperators)
                .ToImmutableDictionary(deny => deny, deny => deny.Arn("KillSwitch", "aws", Account, "us-east-1")),
            ChatTopic = $"arn:aws:sns:us-east-1:{Account}:KillSwitch-Chat1",
            LogGroup = "KillSwitch-InvocationLogsGroup1",
            Lease = new LeaseTerms(
                $"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-lease-us-east-1", ["role/agent"], TimeSpan.FromMinutes(5)),
        };

    private static StackTemplate Template => StackTemplate.OfSensor(Home, Far, ("regions", "eu-central-1,us-west-2"));

    internal static StackTemplate Of(string region) => StackTemplate.OfSensor(Home, region, ("regions", region));

    [Fact]
    public void The_meter_of_a_sensor_writes_home_and_reads_the_group_of_its_own_region()
    {
        var variables = Variables(GuardFunction.Meter);

        variables[GuardSetting.HomeRegion].ShouldBe("us-east-1");
        variables[GuardSetting.Table].ShouldBe("KillSwitch-LedgerTable1");
        variables[GuardSetting.Topic].ShouldBe(Home.Topic);
        variables[GuardSetting.LogGroup].ShouldBe("{InvocationLogsGroup}");
        variables[GuardSetting.Sensors].ShouldBe("eu-central-1,us-west-2");
        variables.ShouldNotContainKey(GuardSetting.Lease);
        Deployment.OfFunction(variables.GetValueOrDefault).Denies.ShouldBe(Home.Denies, ignoreOrder: true);
    }

    [Fact]
    public void Nothing_that_is_global_is_made_twice()
    {
        string[] globals =
            ["AWS::IAM::ManagedPolicy", "AWS::IAM::Group", "AWS::CloudWatch::Dashboard", "AWS::Budgets::Budget",
            "AWS::Organizations::Policy", "AWS::DynamoDB::Table",
            "AWS::SSM::Parameter", "AWS::Scheduler::Schedule", "AWS::StepFunctions::StateMachine"];

        foreach (var type in globals)
            Template.OfType(type).ShouldBeEmpty(type);
        Template.OfType("AWS::Lambda::Function").Count().ShouldBe(2);
        Template.OfType("AWS::Logs::SubscriptionFilter").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("FilterName")
            .GetString().ShouldBe("killswitch-KillSwitch-sensor");
    }

    [Fact]
    public void The_alarms_of_a_sensor_are_two_and_tell_a_topic_of_its_own_region() =>
        Template.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Value.GetProperty("Properties"))
            .Select(alarm => (alarm.GetProperty("AlarmName").GetString(), alarm.GetProperty("AlarmActions").GetArrayLength()))
            .ShouldBe([("KillSwitch-sensor-DeadLetters", 2), ("KillSwitch-sensor-MeterBehind", 2)], ignoreOrder: true);

    [Fact]
    public void The_setup_of_a_sensor_has_power_over_its_own_regions_logging_and_nothing_else() =>
        Statements("SetupFunctionSetupRole").ShouldBe(
            [
                .. Function("SetupFunctionSetup"),
                Ledger,
                Tell,
                "Allow bedrock:GetModelInvocationLoggingConfiguration, bedrock:PutModelInvocationLoggingConfiguration, "
                    + "bedrock:DeleteModelInvocationLoggingConfiguration on *",
                "Allow logs:PutSubscriptionFilter, logs:DeleteSubscriptionFilter, logs:DescribeSubscriptionFilters on "
                    + $"{OfFar}:log-group:*",
                $"Allow events:EnableRule on arn:{{Partition}}:events:{Far}:{Account}:rule/KillSwitch-sensor-*",
                "Allow cloudformation:DescribeStackResource, cloudformation:DescribeStacks on "
                    + $"arn:{{Partition}}:cloudformation:{Far}:{Account}:stack/KillSwitch-sensor/*",
                "Allow iam:PassRole on {InvocationLogsWriter.Arn} if StringEquals iam:PassedToService bedrock.amazonaws.com",
            ],
            ignoreOrder: true);

    [Fact]
    public void The_meter_of_a_sensor_may_do_what_homes_may_and_nothing_else()
    {
        var home = Statement.All(StackTemplate.Of()).Where(statement => statement.Role == "MeterFunctionMeterRole")
            .SelectMany(statement => statement.Actions).Distinct().Order(StringComparer.Ordinal);
        var sensor = Statement.All(Template).Where(statement => statement.Role == "MeterFunctionMeterRole").ToList();

        sensor.SelectMany(statement => statement.Actions).Distinct().Order(StringComparer.Ordinal).ShouldBe(home);
        sensor.Select(statement => statement.Text).ShouldContain(Ledger);
        var attaches = sensor.Single(statement => statement.Actions.Contains("iam:AttachRolePolicy")).Text;
        attaches.ShouldStartWith(
            "Allow iam:AttachRolePolicy, iam:DetachRolePolicy, iam:AttachUserPolicy, iam:DetachUserPolicy on "
            + $"{Role}, {User} if ArnEquals iam:PolicyARN ");
        attaches.ShouldContain($"arn:aws:iam::{Account}:policy/killswitch/KillSwitch-deny-spending-us-east-1");
        attaches.ShouldNotContain("lease");
    }

    [Fact]
    public void Home_lets_the_roles_of_its_sensors_write_by_the_names_that_they_have()
    {
        var roles = Template.OfType("AWS::IAM::Role").Select(role => role.Value.GetProperty("Properties"))
            .Where(role => role.TryGetProperty("RoleName", out _)).Select(role => role.GetProperty("RoleName").GetString()).ToList();
        roles.ShouldBe(["KillSwitch-sensor-meter-eu-central-1", "KillSwitch-sensor-setup-eu-central-1"], ignoreOrder: true);

        var table = Statement.Show(StackTemplate.Of(("operators", "role/oncall"), ("regions", "eu-central-1"))
            .OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("ResourcePolicy"));
        foreach (var role in roles)
            table.ShouldContain($"arn:{{Partition}}:iam::{{AccountId}}:role/{role} ");
        Statement.Show(StackTemplate.Of(("operators", "role/oncall")).OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem().Value
            .GetProperty("Properties").GetProperty("ResourcePolicy")).ShouldNotContain("sensor");
    }

    [Fact]
    public void The_watch_may_read_the_logs_of_other_regions_where_there_are_sensors_alone()
    {
        Reads(("regions", "eu-central-1")).ShouldBe("Allow logs:FilterLogEvents on arn:{Partition}:logs:*:{AccountId}:log-group:*");
        Reads(("metricsOnly", "us-west-2"))
            .ShouldBe("Allow logs:FilterLogEvents on arn:{Partition}:logs:{Region}:{AccountId}:log-group:*");

        static string Reads((string, string) option) => Statement.All(StackTemplate.Of(option))
            .Single(one => one.Role == "WatchFunctionWatchRole" && one.Actions.Contains("logs:FilterLogEvents")).Text;
    }

    [Fact]
    public void The_watch_enables_the_rules_of_sensors_where_there_are_any_and_no_others()
    {
        Enables(("regions", "eu-central-1")).ShouldBe(
            "Allow events:EnableRule, events:ListTargetsByRule on "
            + "arn:{Partition}:events:{Region}:{AccountId}:rule/KillSwitch-Tampering*, "
            + "arn:{Partition}:events:*:{AccountId}:rule/KillSwitch-sensor-Tampering*");
        Enables(("metricsOnly", "us-west-2")).ShouldNotContain("sensor");

        static string Enables((string, string) option) => Statement.All(StackTemplate.Of(option))
            .Single(one => one.Role == "WatchFunctionWatchRole" && one.Actions.Contains("events:EnableRule")).Text;
    }

    [Fact]
    public void A_sensor_writes_down_how_many_rules_hear_of_tampering_and_does_so_anew_when_they_change()
    {
        var rules = Template.OfType("AWS::Events::Rule").ToList();
        var setup = Template.OfType(GuardResource.Setup).ShouldHaveSingleItem();

        Variables(GuardFunction.Setup)[GuardSetting.TamperRules].ShouldBe($"{rules.Count}");
        setup.Value.GetProperty("Properties").GetProperty("tamperRules").GetString().ShouldBe($"{rules.Count}");
        var first = setup.Value.GetProperty("DependsOn").EnumerateArray().Select(one => one.GetString()).ToList();
        rules.ShouldAllBe(rule => first.Contains(rule.Name));
    }

    [Fact]
    public void There_is_no_sensor_before_home_is_there_nor_in_homes_own_region()
    {
        Sensors(null, "eu-central-1").ShouldBeEmpty();
        Sensors(Home, "us-east-1,eu-central-1").ShouldBe(["eu-central-1"]);

        static IEnumerable<string> Sensors(Deployment? home, string regions) => StackTemplate.InApp(
            [("regions", regions)], (app, options) =>
            {
                SensorStack.Add(app, options, home, new HomeStack(app, options));
                return app.Node.Children.OfType<SensorStack>().Select(sensor => sensor.Region).ToList();
            });
    }

    [Fact]
    public void A_stack_whose_sensors_would_have_too_long_roles_is_refused_before_anything_is_deployed() =>
        Should.Throw<ArgumentException>(() => SensorNames.In(new string('k', 44), "ap-southeast-2")).Message
            .ShouldContain("is too long a stack name for a sensor in ap-southeast-2");

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{}", "cannot be read")]
    public void A_parameter_that_no_deployment_wrote_is_one_sentence(string parameter, string says) =>
        Should.Throw<ArgumentException>(() => DeployedHome.Read("KillSwitch", parameter, "aws", Account, "us-east-1")).Message
            .ShouldContain(says);

    [Fact]
    public void A_parameter_is_taken_for_what_it_says_where_it_names_what_is_homes()
    {
        var parameter = JsonSerializer.Serialize(Home.ToParameter());

        DeployedHome.Read("KillSwitch", parameter, "aws", Account, "us-east-1").Table.ShouldBe(Home.Table);
        Should.Throw<ArgumentException>(() => DeployedHome.Read("KillSwitch", parameter, "aws", Account, "eu-west-1")).Message
            .ShouldContain("is not what a deployment writes");
    }

    private const string Ledger =
        "Allow dynamodb:GetItem, dynamodb:BatchGetItem, dynamodb:Query, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem, "
        + $"dynamodb:ConditionCheckItem on arn:{{Partition}}:dynamodb:us-east-1:{Account}:table/KillSwitch-LedgerTable1";

    private const string Tell =
        $"Allow sns:Publish on arn:aws:sns:us-east-1:{Account}:KillSwitch-Topic1, arn:aws:sns:us-east-1:{Account}:KillSwitch-Chat1";

    private static string[] Function(string id) =>
    [
        $"Allow logs:CreateLogStream, logs:PutLogEvents on {{{id}Log.Arn}}",
        $"Allow sqs:SendMessage on {{{id}DeadLetters.Arn}}",
    ];

    private static IEnumerable<string> Statements(string role) =>
        Statement.All(Template).Where(statement => statement.Role == role).Select(statement => statement.Text);

    private static Dictionary<string, string> Variables(string handler) => Template.OfType("AWS::Lambda::Function")
        .Select(function => function.Value.GetProperty("Properties"))
        .Single(function => function.GetProperty("Handler").GetString() == handler)
        .GetProperty("Environment").GetProperty("Variables").EnumerateObject()
        .ToDictionary(variable => variable.Name, variable => Statement.Show(variable.Value));
}
