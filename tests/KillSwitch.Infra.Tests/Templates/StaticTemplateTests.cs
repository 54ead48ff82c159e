using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KillSwitch.Core.Deployments;
using KillSwitch.Infra.Templates;

namespace KillSwitch.Infra.Tests.Templates;

/// <summary>The templates of a release make what <c>cdk deploy</c> makes, in every resource and statement, whatever is chosen.</summary>
public class StaticTemplateTests
{
    private const string Account = "111122223333";
    private const string Region = "us-east-1";

    // One value or more for each option; of the lists one, some and as many as there are places for.
    private static readonly Dictionary<string, string[]> Chosen = new()
    {
        ["email"] = ["anna@example.com"],
        ["architecture"] = ["arm64"],
        ["invocationLogging"] = ["add", "none"],
        ["textDelivery"] = ["true"],
        ["logGroup"] = ["/aws/bedrock/of-somebody-else"],
        ["logRetentionDays"] = ["365"],
        ["meterConcurrency"] = ["20"],
        ["budget"] = ["750"],
        ["budgetName"] = ["bedrock a month"],
        ["regions"] = ["us-west-2", "us-west-2,eu-central-1,ap-southeast-2", Many(16, "eu-north-")],
        ["metricsOnly"] = ["sa-east-1", "sa-east-1,ca-central-1,ap-south-1"],
        ["otherRegions"] = ["deny", "ignore"],
        ["organization"] = ["true"],
        ["scpExempt"] = ["role/break-glass", "root", "root,user/*,role/teams-*", "role/a,role/b,role/c,role/d,role/e,user/f"],
        ["accountScp"] = ["p-everyone01"],
        ["principalScp"] = ["p-listed0001"],
        ["runningJobs"] = ["report"],
        ["lease"] =
        [
            "role/agent", "user/ci", "user/ci,role/agent", "role/agent,user/ci,user/other", "user/a,user/b,role/c,role/d",
            "user/a,user/b,user/c,user/d",
        ],
        ["leaseMinutes"] = ["5"],
        ["operators"] = ["role/oncall", "user/anna", "role/oncall,user/anna,user/ben,role/other", Many(12, "role/o")],
        ["dashboard"] = ["true"],
        ["bill"] = ["false"],
        ["gateways"] =
        [
            $"arn:aws:iam::{Account}:role/gateway",
            $"arn:aws:iam::{Account}:user/a,arn:aws:iam::444455556666:role/path/b,arn:aws:iam::{Account}:role/c",
        ],
        ["mantleCallers"] = ["true"],
        ["chat"] = ["true"],
        ["batchOutputs"] = ["none", "acme-batch", "acme-batch/night,acme-evals,acme-other/a/b"],
        ["ownerTopics"] =
            [Many(1, $"arn:aws:sns:us-east-1:{Account}:blue"), Many(3, $"arn:aws:sns:us-east-1:{Account}:red")],
    };

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Few options, several, most of them: what one of them does to what is another's shows in those.</summary>
    public static TheoryData<int> Choices => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_guards_template_makes_what_the_cdk_makes(int number)
    {
        var choice = Choice(number, TemplateOptions.OfGuard);
        var stack = number % 4 == 3 ? "other-Guard2" : "KillSwitch";
        var context = choice.ToDictionary(one => one.Key, one => (object)one.Value);
        context["stackName"] = stack;
        if (number % 5 == 4)
            context["retainData"] = "false";
        var expected = StackTemplate.Alone(() => StaticTemplate.Made(context, (app, options) => new HomeStack(app, options)));

        var template = Released("guard", stack);
        if (number % 5 == 4)
            ReleaseTemplate.RetainNothing(template);
        Equal(Worked(template, choice, stack), Worked(expected, [], stack), choice);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_sensors_template_makes_what_the_cdk_makes(int number)
    {
        var choice = Choice(number, TemplateOptions.OfSensor);
        var stack = number % 4 == 3 ? "other-Guard2" : "KillSwitch";
        var home = new Dictionary<string, string>(choice)
        {
            ["homeRegion"] = "eu-west-1",
            ["homeTable"] = stack + "-LedgerTable1",
            ["homeTopic"] = $"arn:aws:sns:eu-west-1:{Account}:{stack}-Topic1",
            ["homeChatTopic"] = $"arn:aws:sns:eu-west-1:{Account}:{stack}-Chat1",
        };
        if (number % 2 == 1)
            (home["homeAccountScp"], home["homePrincipalScp"]) = ("p-everyone01", "p-listed0001");
        if (number % 6 == 5)
            home["homeScpLogGroup"] = "/of/somebody-else";
        var context = choice.ToDictionary(one => one.Key, one => (object)one.Value);
        context["stackName"] = stack;
        var expected = StackTemplate.Alone(() => StaticTemplate.Made(
            context, (app, options) => new SensorStack(app, options, Home(stack, home, options), Region, "KillSwitch-sensor")));

        Equal(
            Worked(Released("sensor", stack), home, SensorOf(stack)),
            Worked(expected, [], SensorOf(stack)), home);
    }

    [Fact]
    public void The_parameters_are_the_options_that_the_docs_know()
    {
        var page = File.ReadAllText(Path.Combine(LambdaPackage.Root(), "docs", "deploying.md"));
        var documented = Regex.Matches(page, @"^\| ((`\w+`(, )?)+) \|", RegexOptions.Multiline)
            .SelectMany(row => Regex.Matches(row.Groups[1].Value, @"\w+").Select(name => name.Value));

        Released("guard", "KillSwitch")["Parameters"]!.AsObject().Select(one => one.Key)
            .ShouldBe(
                [.. documented.Intersect(Chosen.Keys), "retainData", StaticTemplate.CodeBucket, StaticTemplate.CodeKey], ignoreOrder: true);
        documented.Except(Released("guard", "KillSwitch")["Parameters"]!.AsObject().Select(one => one.Key))
            .ShouldBe(["stackName", "terminationProtection"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("guard")]
    [InlineData("sensor")]
    public void CloudFormation_takes_a_template_of_this_size(string what)
    {
        var template = Released(what, "KillSwitch");

        template.ToJsonString().Length.ShouldBeLessThan(1_000_000);
        template["Resources"]!.AsObject().Count.ShouldBeLessThan(500);
        template["Parameters"]!.AsObject().Count.ShouldBeLessThan(200);
        template["Outputs"]!.AsObject().Count.ShouldBeLessThan(200);
        template["Parameters"]!.AsObject().ShouldAllBe(one => ((string)one.Value!["Description"]!).Length > 0);
        template.ToJsonString().ShouldNotContain("zz");
        template.ToJsonString().ShouldNotContain("cdk-");
    }

    [Fact]
    public void Each_value_that_the_cdk_takes_fits_its_parameter()
    {
        var parameters = Released("guard", "KillSwitch")["Parameters"]!;

        foreach (var (name, values) in Chosen)
        {
            foreach (var value in values.Append((string)parameters[name]!["Default"]!))
            {
                if (parameters[name]!["AllowedPattern"] is { } pattern)
                    Regex.IsMatch(value, (string)pattern!).ShouldBeTrue($"{name}={value}");
                if (parameters[name]!["AllowedValues"] is JsonArray words)
                    words.Select(word => (string)word!).ShouldContain(value, name);
            }
        }
    }

    private static Dictionary<string, string> Choice(int number, IReadOnlyList<TemplateOption> options)
    {
        var random = new Random(1000 + number);
        // The first are of few options, the last of many.
        double[] shares = [0.15, 0.5, 0.9];
        var share = shares[number % shares.Length];
        var choice = options.Where(option => Chosen.ContainsKey(option.Name) && random.NextDouble() < share)
            .ToDictionary(option => option.Name, option => Chosen[option.Name][random.Next(Chosen[option.Name].Length)]);
        if (!choice.ContainsKey("organization"))
            Drop("scpExempt", "accountScp", "principalScp");
        if (!choice.ContainsKey("lease"))
            Drop("leaseMinutes");
        return choice;

        void Drop(params string[] names) => Array.ForEach(names, name => choice.Remove(name));
    }

    private static Deployment Home(string stack, Dictionary<string, string> home, GuardOptions options)
    {
        string[] operators = [.. home.GetValueOrDefault("operators", "").Split(',', StringSplitOptions.RemoveEmptyEntries)];
        return new Deployment(stack, home["homeRegion"], home["homeTable"], home["homeTopic"])
        {
            Denies = Core.Denies.PreparedDeny.All.Where(deny => !deny.NeedsOperators || operators.Length > 0)
                .ToImmutableDictionary(deny => deny, deny => deny.Arn(stack, "aws", Account, home["homeRegion"])),
            Operators = operators,
            ChatTopic = home["homeChatTopic"],
            AccountScp = home.GetValueOrDefault("homeAccountScp"),
            PrincipalScp = home.GetValueOrDefault("homePrincipalScp"),
            ScpLogGroup = home.GetValueOrDefault("homeScpLogGroup"),
            OtherRegions = options.OtherRegions,
            Gateways = options.Gateways,
            OwnerTopics = options.OwnerTopics,
            MantleCallers = options.MantleCallers,
            Chat = options.Chat,
        };
    }

    private static IEnumerable<string> Differences(JsonNode? actual, JsonNode? expected, string at) => (actual, expected) switch
    {
        _ when JsonNode.DeepEquals(actual, expected) => [],
        (JsonObject one, JsonObject other) => one.Select(member => member.Key).Union(other.Select(member => member.Key))
            .SelectMany(name => Differences(one[name], other[name], $"{at}.{name}")),
        (JsonArray one, JsonArray other) => Enumerable.Range(0, Math.Max(one.Count, other.Count))
            .SelectMany(index => Differences(
                one.ElementAtOrDefault(index), other.ElementAtOrDefault(index),
                string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]"))),
        _ => [$"{at} is {actual?.ToJsonString(Readable)} and should be {expected?.ToJsonString(Readable)}"],
    };

    private static string Many(int number, string name) =>
        string.Join(',', Enumerable.Range(1, number).Select(n => string.Create(CultureInfo.InvariantCulture, $"{name}{n}")));

    private static string[] Ids(JsonNode section) => [.. section.AsObject().Select(one => one.Key)];

    private static string SensorOf(string stack) => stack + "-sensor";

    // As a release has it: `make templates`, which `make test` sees to.
    private static JsonObject Released(string what, string stack)
    {
        var name = stack == "KillSwitch" ? $"{what}.template.json" : $"{what}.any-name.template.json";
        var text = File.ReadAllText(Path.Combine(LambdaPackage.Root(), "artifacts", "templates", name));
        return JsonNode.Parse(stack == "KillSwitch" ? text : ReleaseTemplate.Named(text, stack))!.AsObject();
    }

    private static JsonObject Worked(JsonObject template, Dictionary<string, string> parameters, string stack) => TemplateValues.Of(
        template, new Dictionary<string, string>(parameters)
        {
            ["AWS::AccountId"] = Account,
            ["AWS::Region"] = Region,
            ["AWS::Partition"] = "aws",
            ["AWS::URLSuffix"] = "amazonaws.com",
            ["AWS::StackName"] = stack,
        });

    private static void Equal(JsonObject actual, JsonObject expected, Dictionary<string, string> choice)
    {
        var chosen = string.Join(" ", choice.Select(one => $"{one.Key}={one.Value}"));
        foreach (var section in new[] { "Resources", "Outputs" })
        {
            var (had, wanted) = (Ids(actual[section]!), Ids(expected[section]!));
            had.Except(wanted).ShouldBeEmpty($"too much under {chosen}");
            wanted.Except(had).ShouldBeEmpty($"too little under {chosen}");
            foreach (var (id, entry) in expected[section]!.AsObject())
                Differences(actual[section]![id], entry, id).ShouldBeEmpty($"under {chosen}");
        }
    }
}
