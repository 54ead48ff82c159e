using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tests.Denies;

public class SessionTagTrustTests
{
    [Theory]
    [InlineData("\"sts:TagSession\"", "")]
    [InlineData("[\"sts:AssumeRole\", \"sts:TagSession\"]", "")]
    [InlineData("\"sts:*\"", "")]
    [InlineData("\"sts:TagSession\"", ""","Condition":{"StringEquals":{"aws:RequestTag/team":"a"}}""")]
    [InlineData("\"sts:TagSession\"", ""","Condition":{"ForAllValues:StringLike":{"aws:TagKeys":["team","killswitch-*"]}}""")]
    // It is enough that one key is allowed: the others go with it.
    [InlineData("\"sts:TagSession\"", ""","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":["team"]}}""")]
    public void A_trust_that_leaves_the_keys_open_lets_a_caller_hide_the_tags_of_a_stop(string actions, string condition) =>
        SessionTagTrust.MayPassStopTags(Trust("{\"AWS\":\"111122223333\"}", actions, condition)).ShouldBeTrue();

    [Theory]
    [InlineData("\"sts:AssumeRole\"", "")]
    [InlineData("[\"sts:AssumeRole\", \"sts:SetSourceIdentity\"]", "")]
    [InlineData("\"sts:TagSession\"", ""","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost-center"]}}""")]
    [InlineData("\"sts:TagSession\"", ""","Condition":{"ForAllValues:StringLike":{"aws:tagkeys":"team-*"}}""")]
    public void A_trust_that_passes_no_tags_or_only_others_does_not(string actions, string condition) =>
        SessionTagTrust.MayPassStopTags(Trust("{\"AWS\":\"111122223333\"}", actions, condition)).ShouldBeFalse();

    [Fact]
    public void The_tags_of_a_service_are_no_callers() =>
        SessionTagTrust.MayPassStopTags(Trust("{\"Service\":\"pods.eks.amazonaws.com\"}", "[\"sts:AssumeRole\",\"sts:TagSession\"]", ""))
            .ShouldBeFalse();

    [Theory]
    [InlineData("\"*\"", "killswitch-stopped*", true)]
    [InlineData("{\"AWS\":\"*\"}", "killswitch-*", true)]
    [InlineData("{\"AWS\":\"111122223333\"}", "killswitch-stopped*", false)]
    [InlineData("\"*\"", "killswitch-stopped-01", false)]
    public void A_deny_of_those_keys_to_everyone_closes_it(string principal, string keys, bool closes)
    {
        var trust = $$$"""
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:*"},
              {"Effect":"Deny","Principal":{{{principal}}},"Action":"sts:TagSession","Condition":{"ForAnyValue:StringLike":{"aws:TagKeys":"{{{keys}}}"} } }] }
            """;
        SessionTagTrust.MayPassStopTags(trust).ShouldBe(!closes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[{"Effect":"Allow"}]}""")]
    public void What_cannot_be_read_may(string trust) => SessionTagTrust.MayPassStopTags(trust).ShouldBeTrue();

    private static string Trust(string principal, string actions, string condition) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":{{actions}}{{condition}}}]}""";
}
