using System.Text.RegularExpressions;
using KillSwitch.Infra.Templates;

namespace KillSwitch.Infra.Tests.Templates;

/// <summary>What a template's parameters take is what a deployment of the CDK takes.</summary>
public class TemplateOptionTests
{
    [Theory]
    [InlineData("logRetentionDays", "30", true)]
    [InlineData("logRetentionDays", "3653", true)]
    [InlineData("logRetentionDays", "31", false)]
    [InlineData("logRetentionDays", "3", true)]
    [InlineData("logRetentionDays", "", false)]
    [InlineData("batchOutputs", "none", true)]
    [InlineData("batchOutputs", "", true)]
    [InlineData("batchOutputs", "nonesuch/out", true)]
    [InlineData("batchOutputs", "foo,bar/out", true)]
    [InlineData("batchOutputs", "none,foo", false)]
    [InlineData("batchOutputs", "foo,none", false)]
    public void A_value_is_taken_or_not(string name, string value, bool isTaken) =>
        Regex.IsMatch(value, TemplateOptions.OfGuard.Single(one => one.Name == name).Pattern.ShouldNotBeNull()).ShouldBe(isTaken);
}
