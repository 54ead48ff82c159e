using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Engine.Tests.PolicyFile;

/// <summary>What becomes of a stop that rests on what callers of the mantle endpoint share.</summary>
public class EstimatedTests
{
    private const string Together = "what several callers share is exact for all of them together";

    [Fact]
    public void A_rule_says_whether_it_waits_and_does_unless_it_says_otherwise()
    {
        var policy = Read("per: principal, limit: { usd: 1 }, every: day, stop: principal, estimated: stop").Policy!;
        var rule = policy.Rules.ShouldHaveSingleItem().ShouldBeOfType<CountedRule>();

        rule.Estimated.ShouldBe(EstimatedStop.Stop);
        RuleSummary.Of(rule).ShouldContain(", also where most of it is estimated");
        Read("per: principal, limit: { usd: 1 }, every: day, stop: principal").Policy!.Rules.OfType<CountedRule>().Single().Estimated
            .ShouldBe(EstimatedStop.Approve);
    }

    [Theory]
    [InlineData("per: principal, limit: { calls: 1 }, every: day, stop: principal", "calls are counted one by one")]
    [InlineData("limit: { usd: 1 }, every: day, stop: account", Together)]
    [InlineData("per: model, limit: { tokens: 1 }, every: day, stop: model", Together)]
    [InlineData("limit: { budget: b }, stop: account", "AWS counts a budget")]
    public void Where_it_changes_nothing_that_is_said(string parts, string why) =>
        Read(parts + ", estimated: stop").Warnings.Select(warning => warning.Message)
            .ShouldContain($"`estimated` changes nothing here: {why}");

    [Theory]
    [InlineData("per: principal, limit: { usd: 1 }, every: day, stop: principal")]
    [InlineData("per: \"tag:team\", limit: { tokens: 1 }, every: day, stop: none")]
    [InlineData("match: { principal: role/a }, limit: { outputTokens: 1 }, every: day, stop: account")]
    public void Where_it_does_nothing_is_said(string parts) =>
        Read(parts + ", estimated: stop").Warnings.ShouldNotContain(
            warning => warning.Message.StartsWith("`estimated`", StringComparison.Ordinal));

    [Fact]
    public void A_word_that_is_none_is_refused() =>
        Read("limit: { usd: 1 }, every: day, stop: account, estimated: maybe").Problems.ShouldHaveSingleItem().Message.ShouldBe(
            "`maybe` is not what becomes of a stop that rests on estimates; allowed: approve, stop");

    private static PolicyFileResult Read(string parts) => PolicyFileReader.Read($"version: 1\nrules:\n  - {{ id: r, {parts} }}\n");
}
