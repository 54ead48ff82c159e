using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PolicyTurns;

namespace KillSwitch.Engine.Tests.PolicyFile;

public class OwnerReaderTests
{
    private const string Rule = "rules: [{ id: cap, per: principal, limit: { usd: 5 }, every: day, stop: principal }]\n";
    private const string Topic = "topic: \"arn:aws:sns:us-east-1:111122223333:agents\"";

    [Fact]
    public void Owners_are_read_in_their_order()
    {
        var policy = Read($"owners:\n- {{ match: {{ principal: \"role/agent-*\", tags.team: [a, b] }}, {Topic} }}\n").Policy
            .ShouldNotBeNull();

        var owner = policy.Owners.ShouldHaveSingleItem();
        owner.Topic.Region.ShouldBe("us-east-1");
        owner.Match.Select(match => match.Field).ShouldBe([Dimension.Principal, Dimension.Tag("team")]);
        OwnerSummary.Of(owner).ShouldBe(
            "arn:aws:sns:us-east-1:111122223333:agents hears of stops of principal role/agent-* and tag `team` a or b");
        Read("").Policy!.Owners.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("owners: x", "`x` is not a list of owners; ")]
    [InlineData("owners: [{ " + Topic + " }]", "this owner lacks `match`; ")]
    [InlineData("owners: [{ match: { principal: role/a } }]", "this owner lacks `topic`; ")]
    [InlineData("owners: [{ match: {}, " + Topic + " }]", "an owner of everybody hears what the guard's own topic is told; ")]
    [InlineData("owners: [{ match: { user: a }, " + Topic + " }]", "`user` is not a key of a match; allowed: principal, session, model, ")]
    [InlineData("owners: [{ match: { model: \"eu.anthropic.*\" }, " + Topic + " }]", "a counter says which model was called, ")]
    [InlineData("owners: [{ match: { principal: role/a }, topic: agents }]", "`agents` is no SNS topic; allowed is an ARN such as ")]
    [InlineData("owners: [{ match: { principal: role/a }, topic: \"arn:aws:sns:us-east-1:111122223333:agents.fifo\" }]",
        " is a FIFO topic")]
    [InlineData("owners: [{ match: { principal: role/a }, " + Topic + " }, { match: { principal: role/a }, " + Topic + " }]",
        "stands twice")]
    [InlineData("owners: [{ match: { principal: role/a }, " + Topic + ", color: red }]",
        "`color` is not a key of an owner; allowed: match, topic")]
    public void A_mistake_is_one_sentence(string owners, string says) =>
        Read(owners + "\n").Problems.ShouldHaveSingleItem().Message.ShouldContain(says);

    [Fact]
    public void A_policy_that_changes_its_owners_says_so()
    {
        var (before, after) =
            (Read("").Policy!, Read($"owners: [{{ match: {{ principal: role/a }}, {Topic} }}]\n").Policy!);

        PolicyChange.Of(before, after, []).Sentences.ShouldBe(
            ["owners added: arn:aws:sns:us-east-1:111122223333:agents hears of stops of principal role/a"]);
        PolicyChange.Of(after, before, []).Sentences.ShouldHaveSingleItem().ShouldStartWith("owners removed: ");
    }

    private static PolicyFileResult Read(string owners) => PolicyFileReader.Read("version: 1\n" + owners + Rule);
}
