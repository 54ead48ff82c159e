using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Evaluation;

public class PolicyOwnersTests
{
    private const string Account = "111122223333";

    private static readonly PolicyOwners Owners = new(
    [
        new([new(Dimension.Principal, [new Glob("role/agent-*")])], Topic("agents")),
        new([new(Dimension.Principal, [new Glob("role/agent-7")]), new(Dimension.Session, [new Glob("anna*")])], Topic("anna")),
        new([new(Dimension.Model, [new Glob("anthropic.*")])], Topic("models")),
        new([new(Dimension.Tag("team"), [new Glob("search")])], Topic("search")),
        new([new(Dimension.Principal, [new Glob("role/agent-7")])], Topic("agents")),
        new([new(Dimension.Account, [new Glob(Account)]), new(Dimension.Region, [new Glob("eu-*")])], Topic("europe")),
    ], () => PrincipalPaths.Unknown);

    [Theory]
    [InlineData("principal=role/agent-7", new[] { "agents" })]
    [InlineData("principal=role/agent-7|session=anna@example.com", new[] { "agents", "anna" })]
    [InlineData("principal=role/other|session=anna@example.com", new string[0])]
    [InlineData("principal=user/agent-7", new string[0])]
    [InlineData("model=anthropic.claude-opus-4-6-v1", new[] { "models" })]
    [InlineData("tag:team=search", new[] { "search" })]
    [InlineData("tag:team=hr", new string[0])]
    [InlineData("region=eu-central-1", new[] { "europe" })]
    public void Every_owner_that_matches_the_counter_hears_of_a_level_each_topic_once(string values, string[] topics) =>
        Names(Owners.TopicsOf(new MessageContent.OfNotice(Level($"account={Account}|{values}")))).ShouldBe(topics);

    [Fact]
    public void A_stop_is_of_its_counter_and_of_whom_it_cuts()
    {
        var bySession = Stop(
            new StopTarget.Session(Account, "role/agent-7", "arn", "anna"), $"account={Account}|principal=role/agent-7|session=anna");
        var ofModel = Stop(new StopTarget.Model(Account, "anthropic.claude-opus-4-6-v1"), $"account={Account}");
        var wholeByPrincipal = Stop(new StopTarget.WholeAccount(Account), $"account={Account}|principal=role/agent-9");
        var escalated = Stop(
            new StopTarget.Principal(Account, "role/agent-7", "arn"), $"account={Account}|principal=role/agent-7|escalated=stop-1");

        Names(Owners.TopicsOf(new MessageContent.OfStop(bySession))).ShouldBe(["agents", "anna"]);
        Names(Owners.TopicsOf(new MessageContent.OfStop(ofModel))).ShouldBe(["models"]);
        Names(Owners.TopicsOf(new MessageContent.OfStop(wholeByPrincipal))).ShouldBe(["agents"]);
        Names(Owners.TopicsOf(new MessageContent.OfStop(escalated))).ShouldBe(["agents"]);
    }

    [Fact]
    public void So_is_one_by_hand_which_has_no_counter() => Names(Owners.TopicsOf(new MessageContent.OfStop(Core.Stops.Stop.ByHand(
        new StopTarget.Principal(Account, "role/agent-7", "arn"), "arn:aws:iam::111122223333:user/anna", "loops",
        DateTimeOffset.UnixEpoch))))
            .ShouldBe(["agents"]);

    [Fact]
    public void What_is_the_guards_own_is_for_its_own_topic() => Owners.TopicsOf(new MessageContent.OfAlert(new Alert
    {
        Head = "GUARD BLIND",
        Subject = "role/agent-7",
        Text = "text",
        Kind = "kind",
        At = DateTimeOffset.UnixEpoch,
    })).ShouldBeEmpty();

    private static TopicArn Topic(string name) => TopicArn.Parse($"arn:aws:sns:us-east-1:{Account}:{name}")!;

    private static IEnumerable<string> Names(IEnumerable<TopicArn> topics) => topics.Select(topic => topic.Text.Split(':')[^1]);

    private static TripKey Trip(string scope) => new("cap", scope, new Window(0, 3600), IsRolling: false);

    private static Notice Level(string scope) =>
        new(new NoticeKey.OfTrip(Trip(scope), "80%"), "subject", Account, 8, 10, Unit.Usd, new Window(0, 3600), DateTimeOffset.UnixEpoch,
            null);

    private static Stop Stop(StopTarget target, string scope) => new()
    {
        Id = "stop-1",
        Target = target,
        Cause = new StopCause.ByRule(Trip(scope), new Evidence(
            "subject", Unit.Usd, 10, 11, default, 0, 0, TimeSpan.Zero, new Window(0, 3600), DateTimeOffset.UnixEpoch)),
        State = StopState.Enforced,
        At = DateTimeOffset.UnixEpoch,
    };
}
