using System.Collections.Immutable;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Leases;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Engine.Tests.Deploying;

public class FilledInTests
{
    private static readonly Deployment Home = new("Second", "us-east-1", "Second-table", "arn:aws:sns:us-east-1:111122223333:Second-topic")
    {
        Denies = PreparedDeny.All.ToImmutableDictionary(deny => deny, deny => deny.Arn("Second", "aws", "111122223333", "us-east-1")),
        ChatTopic = "arn:chat",
        Operators = ["role/oncall", "user/anna"],
        Sensors = ["us-west-2"],
    };

    [Theory]
    [InlineData("code-bucket", "bucket")]
    [InlineData("code-key", "key.zip")]
    [InlineData("home-stack", "Second")]
    [InlineData("home-table", "Second-table")]
    [InlineData("home-chat-topic", "arn:chat")]
    [InlineData("home-chatTopic", "arn:chat")]
    [InlineData("home-operators", "role/oncall,user/anna")]
    [InlineData("home-region", "us-east-1")]
    [InlineData("home-lease", "")]
    [InlineData("something-else", null)]
    public void A_word_stands_for_what_the_deployer_knows(string word, string? value) =>
        new FilledIn("bucket", "key.zip", "Second", Home).Of(word).ShouldBe(value);

    [Fact]
    public void Home_itself_has_no_home() =>
        new FilledIn("", "", "Second", null).Of("home-table").ShouldBeNull();

    [Fact]
    public void What_the_CDK_was_told_is_taken_over_as_far_as_the_guard_knows_it()
    {
        TakenOver.Options(Home).ShouldBe(
            new Dictionary<string, string>
            {
                ["operators"] = "role/oncall,user/anna",
                ["regions"] = "us-west-2",
                ["otherRegions"] = "ignore",
                ["organization"] = "false",
                ["mantleCallers"] = "false",
                ["chat"] = "false",
            }, ignoreOrder: true);
        TakenOver.Options(Home with
        {
            OtherRegions = "deny",
            AccountScp = "p-examplepolicy1",
            Chat = true,
            Lease = new LeaseTerms("arn:lease", ["role/a", "user/b"], TimeSpan.FromMinutes(12)),
        }).ShouldSatisfyAllConditions(
            known => known["otherRegions"].ShouldBe("deny"),
            known => known["organization"].ShouldBe("true"),
            known => known["chat"].ShouldBe("true"),
            known => known["lease"].ShouldBe("role/a,user/b"),
            known => known["leaseMinutes"].ShouldBe("12"));
    }
}
