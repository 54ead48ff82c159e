using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Aws.Tests.Diagnosis.People;

public class UnenforceableRuleTests
{
    private const string Person = "role/AWSReservedSSO_Dev_0123456789abcdef";
    private const string Other = "arn:aws:iam::444455556666:role/theirs";

    private static readonly Unstoppable[] Everybody =
    [
        new(Person, Reach.IdentityCenter, "only its permission set changes it", "deploy with `-c organization=true`"),
        new("role/AWSReservedSSO_Ops_0123456789abcdef", Reach.IdentityCenter, "only its permission set changes it",
            "deploy with `-c organization=true`"),
        new("role/passes", Reach.PassesStopTags, "its trust hides the guard's tags", null),
        new("root", Reach.Root, "root is root", null),
        new(Other, Reach.OtherAccount, "it belongs elsewhere", null),
    ];

    [Theory]
    [InlineData("per: principal, stop: principal", "AWSReservedSSO_Dev AWSReservedSSO_Ops", "444455556666")]
    [InlineData("per: principal, stop: principal, match: { principal: 'role/AWSReservedSSO_Dev_*' }", "AWSReservedSSO_Dev")]
    [InlineData("per: principal, stop: principal, match: { principal: root }", "root")]
    [InlineData("per: principal, stop: principal, match: { principal: 'role/passes' }")]
    [InlineData("per: [principal, session], stop: session, match: { principal: 'role/passes' }", "passes")]
    [InlineData("per: model, stop: model, match: { principal: 'role/passes', model: 'a.b*' }", "passes")]
    [InlineData("stop: account", "AWSReservedSSO_Dev AWSReservedSSO_Ops", "444455556666")]
    [InlineData("per: principal, stop: none")]
    [InlineData("per: principal, stop: principal, match: { account: '999900001111' }")]
    public void A_rule_names_whom_it_counts_and_cannot_stop(string parts, params string[] groups)
    {
        var policy = PolicyFileReader.Read($"version: 1\nrules:\n- {{ id: r, limit: {{ usd: 1 }}, every: day, {parts} }}").Policy!;

        var found = UnenforceableRule.Of(policy, Everybody, "111122223333");

        found.Select(rule => rule.Rule).Distinct().ShouldBe(groups.Length == 0 ? [] : ["r"]);
        found.Count.ShouldBe(groups.Length);
        foreach (var (rule, words) in found.Zip(groups))
        {
            foreach (var word in words.Split(' '))
                rule.Principals.ShouldContain(name => name.Contains(word, StringComparison.Ordinal));
            rule.Principals.Count.ShouldBe(words.Split(' ').Length);
        }
    }
}
