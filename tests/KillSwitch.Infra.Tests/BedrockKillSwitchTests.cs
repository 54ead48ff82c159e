using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.CDK;
using KillSwitch.Bedrock.Cdk;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra.Tests;

/// <summary>The construct for other people's apps is the stack that the CDK app here deploys.</summary>
public partial class BedrockKillSwitchTests
{
    [Fact]
    public void It_is_the_guards_stack_resource_by_resource_and_is_called_what_the_guard_is()
    {
        var (template, name, isProtected) = Made(app => new BedrockKillSwitch(app, "Guard"));

        Differences(template, StackTemplate.Of(DeployedFrom.App)).ShouldBeEmpty();
        (name, isProtected).ShouldBe(("KillSwitch", true));
    }

    [Fact]
    public void Within_a_stack_of_somebody_elses_it_is_a_stack_beside_it()
    {
        var (template, name, _) = Made(app => new BedrockKillSwitch(new Stack(app, "Platform"), "Guard"));

        Differences(template, StackTemplate.Of(DeployedFrom.App)).ShouldBeEmpty();
        name.ShouldBe("KillSwitch");
    }

    [Fact]
    public void Every_option_is_that_of_the_same_name()
    {
        var props = new BedrockKillSwitchProps
        {
            StackName = "Brake",
            Email = "oncall@example.com",
            LogGroup = "bedrock-logs",
            LogRetentionDays = 90,
            InvocationLogging = "add",
            TextDelivery = true,
            Architecture = "arm64",
            MeterConcurrency = 5,
            Regions = ["us-west-2", "eu-central-1"],
            MetricsOnly = ["us-east-2"],
            OtherRegions = "deny",
            RunningJobs = "report",
            Budget = 500.5m,
            BudgetName = "bedrock",
            Organization = true,
            ScpExempt = ["root", "role/BreakGlass"],
            AccountScp = "p-examplepolicy1",
            PrincipalScp = "p-examplepolicy2",
            Lease = ["role/agent"],
            LeaseMinutes = 15,
            Operators = ["role/oncall", "user/anna"],
            Dashboard = true,
            Bill = false,
            Gateways = ["arn:aws:iam::111122223333:role/gateway"],
            MantleCallers = true,
            Chat = true,
            BatchOutputs = ["acme-batch/night"],
            OwnerTopics = ["arn:aws:sns:us-east-1:111122223333:payments"],
            TerminationProtection = false,
            RetainData = false,
        };

        var (template, name, isProtected) = Made(app => new BedrockKillSwitch(app, "Guard", props));

        var same = StackTemplate.Of(
            DeployedFrom.App,
            ("stackName", "Brake"), ("email", "oncall@example.com"), ("logGroup", "bedrock-logs"), ("logRetentionDays", "90"),
            ("invocationLogging", "add"), ("textDelivery", "true"), ("architecture", "arm64"), ("meterConcurrency", "5"),
            ("regions", "us-west-2,eu-central-1"), ("metricsOnly", "us-east-2"), ("otherRegions", "deny"), ("runningJobs", "report"),
            ("budget", "500.5"), ("budgetName", "bedrock"), ("organization", "true"), ("scpExempt", "root,role/BreakGlass"),
            ("accountScp", "p-examplepolicy1"), ("principalScp", "p-examplepolicy2"), ("lease", "role/agent"), ("leaseMinutes", "15"),
            ("operators", "role/oncall,user/anna"), ("dashboard", "true"), ("bill", "false"),
            ("gateways", "arn:aws:iam::111122223333:role/gateway"), ("mantleCallers", "true"), ("chat", "true"),
            ("batchOutputs", "acme-batch/night"), ("ownerTopics", "arn:aws:sns:us-east-1:111122223333:payments"),
            ("terminationProtection", "false"), ("retainData", "false"));
        Differences(template, same).ShouldBeEmpty();
        (name, isProtected).ShouldBe(("Brake", false));
        // None was left out above, and none is missing.
        var all = props.GetType().GetProperties();
        all.Where(property => property.GetValue(props) is null).ShouldBeEmpty();
        all.Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ShouldBe(OptionNames(), ignoreOrder: true);
    }

    [Fact]
    public void An_option_of_the_app_around_it_is_none_of_the_guards() =>
        Differences(
            Made(app => new BedrockKillSwitch(app, "Guard"), ("architecture", "sparc"), ("email", "somebody@example.com")).Template,
            StackTemplate.Of(DeployedFrom.App)).ShouldBeEmpty();

    [Fact]
    public void A_value_that_is_not_allowed_is_refused_in_the_same_sentence() =>
        Should.Throw<ArgumentException>(() => Made(
                app => new BedrockKillSwitch(app, "Guard", new BedrockKillSwitchProps { OtherRegions = "close" })))
            .Message.ShouldBe("`close` is not allowed for `otherRegions`; allowed: tell, deny, ignore");

    [Fact]
    public void The_id_of_the_guards_stack_is_refused_and_so_is_a_second_guard()
    {
        const string sentence = "`KillSwitch` is not allowed as an id beside the guard's stack, which has it: give the construct another; "
            + "an app or stage has one guard";

        Should.Throw<ArgumentException>(() => Made(app => new BedrockKillSwitch(app, "KillSwitch"))).Message.ShouldBe(sentence);
        Should.Throw<ArgumentException>(() => Made(app =>
        {
            _ = new BedrockKillSwitch(app, "One");
            return new BedrockKillSwitch(app, "Two");
        })).Message.ShouldBe(sentence);
    }

    // Path by path: a template has some hundred resources.
    private static IEnumerable<string> Differences(JsonElement template, StackTemplate expected)
    {
        var (had, has) = (Leaves("", expected.Json).ToDictionary(), Leaves("", template).ToDictionary());
        return had.Keys.Union(has.Keys).Where(path => had.GetValueOrDefault(path) != has.GetValueOrDefault(path))
            .Select(path => $"{path}: {had.GetValueOrDefault(path)} became {has.GetValueOrDefault(path)}");
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string path, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Leaves($"{path}/{member.Name}", member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, i) => Leaves($"{path}/{i}", item)),
        _ => [KeyValuePair.Create(path, json.GetRawText())],
    };

    private static (JsonElement Template, string Name, bool IsProtected) Made(
        Func<App, BedrockKillSwitch> make, params (string Name, string Value)[] context) =>
        StackTemplate.InApp(context, app =>
        {
            var stack = make(app).Stack;
            return (StackTemplate.JsonOf(stack), stack.StackName, stack.TerminationProtection == true);
        });

    // Those that are read, wherever the app reads them.
    private static IEnumerable<string> OptionNames() => OptionName()
        .Matches(File.ReadAllText(Path.Combine(LambdaPackage.Root(), "infra", "KillSwitch.Infra", "GuardOptions.cs")))
        .Select(match => match.Groups["name"].Value).Distinct();

    [GeneratedRegex(@"\(app, ""(?<name>\w+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex OptionName();
}
