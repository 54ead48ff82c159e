using KillSwitch.Core.Denies;
using KillSwitch.Core.Tests.OtherKeys;

namespace KillSwitch.Core.Tests.Denies;

public class OpenRoadsTests
{
    [Theory]
    [InlineData("bedrock:InvokeModel*", "*", "streams")]
    [InlineData("bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/anthropic.*", "")]
    [InlineData("bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-sonic-v1:0", "streams")]
    [InlineData("bedrock:CreateModelInvocationJob", "*", "jobs")]
    [InlineData("bedrock:CreateProvisionedModelThroughput", "arn:aws:bedrock:*::foundation-model/*", "throughput")]
    [InlineData("bedrock:InvokeAgent", "*", "agents")]
    [InlineData("bedrock-agentcore:*", "*", "agentcore")]
    [InlineData("bedrock-mantle:*", "*", "")]
    [InlineData("s3:*", "*", "")]
    public void A_road_is_open_to_whom_some_action_of_it_is_allowed(string action, string resource, string expected) =>
        Roads("role/agent", Account.Allows(action, resource)).ShouldBe(expected);

    [Fact]
    public void Everything_is_open_to_an_administrator_until_the_prepared_deny_is_on()
    {
        Roads("role/agent", Account.Allows("*")).ShouldBe(string.Join(',', UnmeteredRoad.All.Select(road => road.Id)));
        var deny = UnmeteredDeny.Document();
        Roads("role/agent", Account.Allows("*"), deny[(deny.IndexOf('[', StringComparison.Ordinal) + 1)..deny.LastIndexOf(']')])
            .ShouldBeEmpty();
    }

    [Fact]
    public void Only_principals_under_a_cap_are_looked_at() => Roads("role/other", Account.Allows("*")).ShouldBeEmpty();

    private static string Roads(string capped, params string[] statements) =>
        string.Join(',', OpenRoads.Of([Account.Role("agent", Account.TrustsAccount, statements)], Account.Cap(capped))
            .Select(road => road.Road.Id));
}
