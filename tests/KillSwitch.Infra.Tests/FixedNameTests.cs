using System.Text.Json;

namespace KillSwitch.Infra.Tests;

/// <summary>
/// Resources whose names the template gives. A change of what AWS fixes at the creation replaces a resource, and the new one is made before
/// the old one goes: under the same name that fails, and so does the update of every guard that is deployed.
/// </summary>
public class FixedNameTests
{
    private static readonly (string, string)[] Everything =
        [("lease", "role/agent"), ("budget", "500"), ("organization", "true"), ("operators", "role/oncall"), ("email", "a@b.example"),
            ("dashboard", "true")];

    // The property that names it, and what else AWS fixes at the creation (`createOnlyProperties` of CloudFormation's schema of the type).
    private static readonly Dictionary<string, (string Name, string[] Fixed)> Named = new()
    {
        ["AWS::Budgets::Budget"] = ("Budget.BudgetName", ["NotificationsWithSubscribers"]),
        ["AWS::CloudWatch::Alarm"] = ("AlarmName", []),
        ["AWS::CloudWatch::Dashboard"] = ("DashboardName", []),
        ["AWS::IAM::Group"] = ("GroupName", []),
        ["AWS::IAM::ManagedPolicy"] = ("ManagedPolicyName", ["Description", "Path"]),
        ["AWS::Logs::LogGroup"] = ("LogGroupName", []),
        ["AWS::Logs::SubscriptionFilter"] = ("FilterName", ["LogGroupName"]),
        ["AWS::Organizations::Policy"] = ("Name", ["Type"]),
        ["AWS::SSM::Parameter"] = ("Name", []),
        ["AWS::StepFunctions::StateMachine"] = ("StateMachineName", ["StateMachineType"]),
    };

    // CloudFormation names them: another may be made beside them. Of those with more, a replacement loses what is in them.
    private static readonly Dictionary<string, (string Name, string[] Fixed)> Unnamed = new()
    {
        ["AWS::DynamoDB::Table"] = ("TableName", ["KeySchema", "ImportSourceSpecification"]),
        ["AWS::SNS::Topic"] = ("TopicName", ["FifoTopic"]),
        ["AWS::SQS::Queue"] = ("QueueName", ["FifoQueue"]),
        ["AWS::Events::Rule"] = ("Name", []),
        ["AWS::IAM::Role"] = ("RoleName", []),
        ["AWS::Lambda::Function"] = ("FunctionName", []),
        ["AWS::Scheduler::Schedule"] = ("Name", []),
    };

    // They have no name that another could meet.
    private static readonly string[] Nameless =
    [
        "AWS::CDK::Metadata", "AWS::IAM::Policy", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Permission", "AWS::SNS::Subscription",
        "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "Custom::KillSwitchLease", "Custom::KillSwitchSetup",
    ];

    // One namespace for all regions of an account, or of an organization.
    private static readonly string[] Global =
    [
        "AWS::Budgets::Budget", "AWS::CloudWatch::Dashboard", "AWS::IAM::Group", "AWS::IAM::ManagedPolicy", "AWS::Organizations::Policy",
    ];

    [Fact]
    public void What_would_replace_a_resource_that_a_guard_has_already_stands_still()
    {
        List<string> held = [.. Held(StackTemplate.Of(Everything))];

        Committed().Except(held).ShouldBeEmpty("the update of guards that are deployed would break: it is gone, or has changed");
        held.Except(Committed()).ShouldBeEmpty("a resource that is new stands in held-resources.txt, and then stands still");
    }

    [Fact]
    public void What_cloudformation_names_keeps_its_generated_name()
    {
        foreach (var (type, (name, _)) in Unnamed)
        {
            foreach (var resource in StackTemplate.Of(Everything).OfType(type))
                Value(resource.Value, name).ShouldBe("-", $"{resource.Name}: a fixed name makes a replacement impossible");
        }
    }

    [Fact]
    public void It_is_known_of_every_type_of_resource_what_names_it() =>
        StackTemplate.Of(Everything).Resources.Select(resource => resource.Value.GetProperty("Type").GetString()!).Distinct()
            .Except([.. Named.Keys, .. Unnamed.Keys, .. Nameless]).ShouldBeEmpty();

    [Fact]
    public void Two_guards_in_one_account_and_region_have_no_name_in_common()
    {
        var (one, other) = (Names(StackTemplate.Of(Everything)), Names(StackTemplate.Of([.. Everything, ("stackName", "Research")])));

        one.Count.ShouldBeGreaterThan(30);
        one.Intersect(other).ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_an_account_has_once_for_all_regions_carries_the_region()
    {
        foreach (var type in Global)
        {
            foreach (var resource in StackTemplate.Of(Everything).OfType(type))
                Value(resource.Value, Named[type].Name).ShouldContain("{Region}", customMessage: resource.Name);
        }
    }

    private static List<string> Names(StackTemplate template) =>
        [.. template.Resources.Where(resource => Named.ContainsKey(Type(resource)))
            .Select(resource => $"{Type(resource)} {Value(resource.Value, Named[Type(resource)].Name)}")
            // Without one, CloudFormation names it after the stack.
            .Where(name => !name.EndsWith(" -", StringComparison.Ordinal))];

    private static IEnumerable<string> Held(StackTemplate template) => template.Resources
        .SelectMany(resource => (Named.TryGetValue(Type(resource), out var one) || Unnamed.TryGetValue(Type(resource), out one))
            && (Named.ContainsKey(Type(resource)) || one.Fixed.Length > 0)
            ? one.Fixed.Prepend(one.Name)
                .Select(property => $"{resource.Name} {Type(resource)} {property}={Value(resource.Value, property)}")
            : [])
        .Order(StringComparer.Ordinal);

    private static string Type(JsonProperty resource) => resource.Value.GetProperty("Type").GetString()!;

    private static string Value(JsonElement resource, string path)
    {
        var value = resource.GetProperty("Properties");
        foreach (var member in path.Split('.'))
        {
            if (!value.TryGetProperty(member, out value))
                return "-";
        }

        return Statement.Show(value);
    }

    private static string[] Committed()
    {
        using var text = new StreamReader(typeof(FixedNameTests).Assembly.GetManifestResourceStream("held-resources.txt")!);
        return text.ReadToEnd().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
