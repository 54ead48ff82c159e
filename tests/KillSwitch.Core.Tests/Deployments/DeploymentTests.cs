using System.Collections.Immutable;
using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Leases;

namespace KillSwitch.Core.Tests.Deployments;

public class DeploymentTests
{
    private const string Earlier = """
        "region":"us-east-1","table":"t","topic":"arn:aws:sns:us-east-1:111122223333:n","denyPolicy":"arn:aws:iam::111122223333:policy/killswitch/d","accountDenyPolicy":"arn:aws:iam::111122223333:policy/killswitch/a"
        """;

    [Fact]
    public void Where_everything_lives_is_read()
    {
        var place = Deployment.Parse(
            "KillSwitch",
            $$"""{ {{Earlier}}, "principalsDenyPolicy":"p", "sessionDenyPolicy":"s", "modelDenyPolicy":"m", "takenDenyPolicy":"k", "mantleDenyPolicy":"n", "unmeteredDenyPolicy":"u", "regionsDenyPolicy":"r" }""");

        place.Account.ShouldBe("111122223333");
        place.PreparedPolicies.ShouldBe(
            [place.Arn(PreparedDeny.Spending), place.Arn(PreparedDeny.Account), "p", "s", "m", "k", "n", "u", "r"]);
    }

    [Fact]
    public void What_an_earlier_version_wrote_says_what_is_missing_and_what_to_do() =>
        Should.Throw<JsonException>(() => Deployment.Parse("KillSwitch", $"{{{Earlier}}}")).Message
            .ShouldBe("`principalsDenyPolicy` is missing; where an earlier version of the guard is deployed, deploy this one");

    [Fact]
    public void What_is_told_is_read_and_no_member_is_forgotten()
    {
        var place = Whole;

        foreach (var member in typeof(Deployment).GetProperties().Where(member => member.CanWrite))
            member.GetValue(place).ShouldNotBe(member.GetValue(Least), member.Name);
        var told = JsonSerializer.Serialize(place.ToParameter());
        var variables = place.ToVariables();
        foreach (var read in (Deployment[])[Deployment.Parse("Mine", told), Deployment.OfFunction(variables.GetValueOrDefault)])
        {
            JsonSerializer.Serialize(read.ToParameter()).ShouldBe(told);
            read.ToVariables().OrderBy(one => one.Key).ShouldBe(variables.OrderBy(one => one.Key));
        }
    }

    [Fact]
    public void Members_are_spelled_as_every_version_spells_them()
    {
        Whole.ToParameter().Keys.Order(StringComparer.Ordinal).ShouldBe(
        [
            "account", "accountDenyPolicy", "accountScp", "chat", "chatTopic",
            "denyPolicy", "deployedFrom", "gateways", "guardDenyPolicy", "lease", "leaseMinutes",
            "leasePolicy", "logGroup", "mantleCallers", "mantleDenyPolicy", "modelDenyPolicy",
            "operators", "otherRegions", "ownerTopics", "principalScp",
            "principalsDenyPolicy", "region", "regionsDenyPolicy", "scpLogGroup", "sensors", "sessionDenyPolicy", "table",
            "takenDenyPolicy", "topic", "unmeteredDenyPolicy",
        ]);
        Whole.ToParameter()["leaseMinutes"].ShouldBe(10);
        Whole.ToVariables().Keys.Order(StringComparer.Ordinal).ShouldBe(
        [
            "KILLSWITCH_ACCOUNT_DENY_POLICY_ARN", "KILLSWITCH_ACCOUNT_SCP_ID", "KILLSWITCH_CHAT", "KILLSWITCH_CHAT_TOPIC_ARN",
            "KILLSWITCH_DENY_POLICY_ARN", "KILLSWITCH_DEPLOYED_FROM",
            "KILLSWITCH_GATEWAYS", "KILLSWITCH_GUARD_DENY_POLICY_ARN", "KILLSWITCH_HOME_REGION", "KILLSWITCH_LEASE",
            "KILLSWITCH_LEASE_DENY_POLICY_ARN",
            "KILLSWITCH_LEASE_MINUTES", "KILLSWITCH_LOG_GROUP", "KILLSWITCH_MANTLE_CALLERS", "KILLSWITCH_MANTLE_DENY_POLICY_ARN",
            "KILLSWITCH_MODEL_DENY_POLICY_ARN",
            "KILLSWITCH_OPERATORS", "KILLSWITCH_OTHER_REGIONS", "KILLSWITCH_OWNER_TOPICS", "KILLSWITCH_PRINCIPALS_DENY_POLICY_ARN",
            "KILLSWITCH_PRINCIPAL_SCP_ID",
            "KILLSWITCH_REGIONS_DENY_POLICY_ARN", "KILLSWITCH_SCP_LOG_GROUP", "KILLSWITCH_SENSORS",
            "KILLSWITCH_SESSION_DENY_POLICY_ARN",
            "KILLSWITCH_STACK", "KILLSWITCH_TABLE", "KILLSWITCH_TAKEN_DENY_POLICY_ARN", "KILLSWITCH_TOPIC_ARN",
            "KILLSWITCH_UNMETERED_DENY_POLICY_ARN",
        ]);
    }

    [Theory]
    [InlineData("", DeployedFrom.Checkout)]
    [InlineData(""", "deployedFrom":"checkout" """, DeployedFrom.Checkout)]
    [InlineData(""", "deployedFrom":"release" """, DeployedFrom.Release)]
    [InlineData(""", "deployedFrom":"app" """, DeployedFrom.App)]
    [InlineData(""", "deployedFrom":"of a later version" """, DeployedFrom.Checkout)]
    public void What_does_not_say_what_it_was_deployed_from_is_of_a_checkout(string said, DeployedFrom from)
    {
        var told = JsonSerializer.Serialize((Least with { DeployedFrom = DeployedFrom.Checkout }).ToParameter());
        told.ShouldNotContain("deployedFrom");

        var place = Deployment.Parse("Other", told[..^1] + said + "}");

        place.DeployedFrom.ShouldBe(from);
        place.Redeployment.ShouldBe(new Redeployment(from, "Other", "eu-west-1"));
    }

    private static Deployment Least => new("Other", "eu-west-1", "other", "arn:aws:sns:eu-west-1:111122223333:other")
    {
        Denies = PreparedDeny.All.Where(deny => !deny.NeedsOperators).ToImmutableDictionary(deny => deny, ArnOf),
    };

    private static Deployment Whole => new("Mine", "us-east-1", "table", "arn:aws:sns:us-east-1:111122223333:people")
    {
        Denies = PreparedDeny.All.ToImmutableDictionary(deny => deny, ArnOf),
        Sensors = ["eu-central-1", "us-west-2"],
        OtherRegions = "deny",
        Gateways = ["arn:aws:iam::111122223333:role/litellm", "arn:aws:iam::111122223333:role/envoy"],
        MantleCallers = true,
        Chat = true,
        DeployedFrom = DeployedFrom.Release,
        OwnerTopics = ["arn:aws:sns:us-east-1:111122223333:agents", "arn:aws:sns:eu-west-1:444455556666:search"],
        Operators = ["role/oncall", "user/anna"],
        LogGroup = "/bedrock",
        ChatTopic = "arn:aws:sns:us-east-1:111122223333:chat",
        AccountScp = "p-everyone1",
        PrincipalScp = "p-listed001",
        ScpLogGroup = "/bedrock",
        Lease = new LeaseTerms(ArnOf(PreparedDeny.Lease), ["role/agent", "user/ci"], TimeSpan.FromMinutes(10)),
    };

    private static string ArnOf(PreparedDeny deny) => deny.Arn("Mine", "aws", "111122223333", "us-east-1");
}
