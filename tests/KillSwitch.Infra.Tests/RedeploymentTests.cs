using System.Text.RegularExpressions;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

/// <summary>What the stack itself tells people says how that guard is deployed again, and each function knows it.</summary>
public partial class RedeploymentTests
{
    private static readonly Dictionary<DeployedFrom, string> Commands = new()
    {
        [DeployedFrom.Checkout] = "make deploy",
        [DeployedFrom.Release] = "killswitch deploy",
        [DeployedFrom.App] = "deploy your CDK app again",
    };

    public static TheoryData<DeployedFrom> All => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Alarms_and_rules_say_the_command_that_is_there_and_no_other(DeployedFrom from)
    {
        var template = StackTemplate.Of(from, ("lease", "role/agent"));

        foreach (var type in (string[])["AWS::Events::Rule", "AWS::CloudWatch::Alarm"])
        {
            var texts = string.Concat(template.OfType(type).Select(resource => resource.Value.GetRawText()));
            Commands.Where(command => texts.Contains(command.Value, StringComparison.Ordinal)).Select(command => command.Key)
                .ShouldBe([from], type);
        }
    }

    // CloudFormation may put a question mark in the place of anything else.
    [Fact]
    public void Nothing_in_a_template_is_beyond_ascii()
    {
        var template = StackTemplate.Of(("stackName", "Another"), ("lease", "role/agent"), ("chat", "true"), ("mantleCallers", "true"));

        template.Resources.Where(resource => BeyondAscii().IsMatch(resource.Value.GetRawText())).Select(resource => resource.Name)
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_function_and_the_parameter_know_it(DeployedFrom from)
    {
        var template = StackTemplate.Of(from, ("lease", "role/agent"));
        var word = from == DeployedFrom.Checkout ? null : from.ToString().ToLowerInvariant();

        var told = template.OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties").GetProperty("Environment").GetProperty("Variables"))
            .Where(variables => variables.TryGetProperty(GuardSetting.Table, out _))
            .Select(variables => variables.TryGetProperty(GuardSetting.DeployedFrom, out var said) ? said.GetString() : null).ToList();

        told.Count.ShouldBeGreaterThan(3);
        told.ShouldAllBe(said => said == word);
        string.Concat(template.OfType("AWS::SSM::Parameter").Select(parameter => parameter.Value.GetRawText()))
            .Contains("deployedFrom", StringComparison.Ordinal).ShouldBe(word is not null);
    }

    // As JSON escapes it.
    [GeneratedRegex(@"\\u(?!00[0-7])")]
    private static partial Regex BeyondAscii();
}
