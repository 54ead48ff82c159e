using System.Collections.Immutable;
using KillSwitch.Cli.Verbs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Cli.Tests.Verbs;

/// <summary>What a policy asks for and the deployment cannot do is said when it is put in force.</summary>
public class DeploymentAdviceTests
{
    private const string Topic = "arn:aws:sns:us-east-1:111122223333:agents";

    private static readonly Deployment Place = new("KillSwitch", "us-east-1", "t", "arn:aws:sns:us-east-1:111122223333:t")
    {
        Denies = PreparedDeny.All.ToImmutableDictionary(deny => deny, deny => deny.Arn("KillSwitch", "aws", "111122223333", "us-east-1")),
    };

    private static readonly Deployment Whole = Place with
    {
        MantleCallers = true,
        Chat = true,
        Gateways = ["arn:aws:iam::111122223333:role/litellm"],
        OwnerTopics = [Topic],
    };

    [Theory]
    [InlineData("{ id: r, per: principal, limit: { usd: 1 }, every: day, stop: principal }", "",
        "`mantle: allow`: whoever is under a cap may still spend on the bedrock-mantle endpoint, which writes no invocation logs; "
            + "`mantle: deny` closes it")]
    [InlineData("{ id: r, limit: { usd: 1 }, every: day, stop: account }",
        $"owners: [{{ match: {{ principal: role/a }}, topic: \"{Topic}\" }}]",
        $"the deployment may not publish on `{Topic}`, and its owner hears nothing until it may: "
            + $"make deploy CONTEXT='… -c ownerTopics={Topic}'")]
    [InlineData("{ id: r, limit: { usd: 1 }, every: day, stop: account }", "chat: { mayRestore: [role/oncall] }",
        "messages have no buttons, whoever `chat.mayRestore` names, until there is a chat function: "
            + "make deploy CONTEXT='… -c chat=true'")]
    [InlineData("{ id: r, per: \"tag:team\", limit: { usd: 1 }, every: day, stop: tag }", "",
        "no gateway may ask whom `r` has stopped until its role is named: make deploy CONTEXT='… -c gateways=ARN'")]
    [InlineData("{ id: r, per: project, limit: { usd: 1 }, every: day, stop: none }", "",
        "of every call the project is `(none)` to `r` until CloudTrail tells of callers: "
            + "make deploy CONTEXT='… -c mantleCallers=true'")]
    [InlineData("{ id: r, match: { project: proj_1 }, limit: { usd: 1 }, every: day, stop: none }", "",
        "of every call the project is `(none)` to `r` until CloudTrail tells of callers: "
            + "make deploy CONTEXT='… -c mantleCallers=true'")]
    [InlineData("{ id: r, limit: { usd: 1 }, every: day, stop: account }", "", null)]
    public void Each_is_one_sentence_and_none_where_the_deployment_can(string rule, string head, string? says)
    {
        var policy = PolicyFileReader.Read($"version: 1\n{head}\nrules:\n  - {rule}\n").Policy.ShouldNotBeNull();

        DeploymentAdvice.Of(Place, policy).ShouldBe(says is null ? [] : [says]);
        DeploymentAdvice.Of(Whole, policy).ShouldBeEmpty();
    }
}
