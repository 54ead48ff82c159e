using System.Collections.Immutable;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Told;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Tests.Diagnosis.Told;

public class OwnersCheckTests
{
    private const string Search = "arn:aws:sns:us-east-1:111122223333:search";

    private static readonly Owner Agents = new(
        [new(Dimension.Principal, [new Glob("role/a")])], TopicArn.Parse("arn:aws:sns:us-east-1:111122223333:agents")!);

    [Fact]
    public void Nobody_and_whoever_may_be_told_are_well()
    {
        OwnersCheck.Judge([], Allowing(), 0).Outcome.ShouldBe(CheckOutcome.Ok);
        OwnersCheck.Judge([Agents], Allowing(Agents.Topic.Text), 0).Found
            .ShouldBe("1 topic of owners may be published on, and nothing waits for one");
    }

    [Fact]
    public void A_topic_that_the_deployment_does_not_name_is_a_fault()
    {
        var refused = OwnersCheck.Judge([Agents, Agents], Allowing(Search), 3);

        refused.Found.ShouldBe($"the policy names topics that the deployment may not publish on: {Agents.Topic}");
        refused.Remedy.ShouldBe($"killswitch deploy --region us-east-1 -c ownerTopics={Search},{Agents.Topic}");
    }

    [Fact]
    public void So_is_what_waits_for_an_owner() => OwnersCheck.Judge([Agents], Allowing(Agents.Topic.Text), 2).Found
        .ShouldBe("2 messages for owners could not be published");

    private static Deployment Allowing(params string[] topics) => new("KillSwitch", "us-east-1", "t", "topic")
    {
        Denies = ImmutableDictionary<PreparedDeny, string>.Empty,
        OwnerTopics = topics,
        DeployedFrom = DeployedFrom.Release,
    };
}
