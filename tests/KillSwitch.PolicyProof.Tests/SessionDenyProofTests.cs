using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>The prepared deny of sessions on a role whose tags name some.</summary>
public class SessionDenyProofTests
{
    private static readonly string[] Actions =
        ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:CallWithBearerToken", "bedrock-mantle:CreateInference",
        "bedrock-agentcore:InvokeAgentRuntime", "bedrock-websearch:InvokeSearch"];

    [Theory]
    [InlineData("AROAEXAMPLE:nightly", Decision.Denied)]
    [InlineData("AROAEXAMPLE:other@example.com", Decision.Denied)]
    [InlineData("AROAEXAMPLE:nightly-2", Decision.Allowed)]
    [InlineData("AROAEXAMPLE:tonightly", Decision.Allowed)]
    [InlineData("AROAEXAMPLE:Nightly", Decision.Allowed)]
    [InlineData("AROAEXAMPLE:--", Decision.Allowed)]
    public async Task Cuts_the_sessions_that_the_tags_name_and_none_of_their_siblings(string userId, Decision expected)
    {
        var outcomes = await Ask(userId, Actions, "nightly", "other@example.com");

        outcomes.ShouldAllBe(outcome => outcome.Decision == expected && outcome.Ignored.Count == 0);
    }

    [Fact]
    public async Task Cuts_nobody_where_no_tag_is_left() =>
        (await Ask("AROAEXAMPLE:nightly", Actions)).ShouldAllBe(outcome => outcome.Decision == Decision.Allowed);

    [Fact]
    public async Task Holds_as_many_sessions_as_there_are_tags()
    {
        string[] sessions = [.. Enumerable.Range(1, StopTags.Default.Sessions.Count).Select(number => $"session-{number}")];
        foreach (var session in (string[])[sessions[0], sessions[^1]])
        {
            (await Ask("AROAEXAMPLE:" + session, ["bedrock:InvokeModel"], sessions))
                .ShouldAllBe(outcome => outcome.Decision == Decision.Denied);
        }

        (await Ask("AROAEXAMPLE:session-31", ["bedrock:InvokeModel"], sessions))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Allowed);
    }

    [Fact]
    public async Task Cuts_every_action_that_the_stop_of_the_whole_role_cuts()
    {
        var policies = Policies.With(SessionDeny.Document());
        policies["whole"] = SpendingDeny.Document();
        foreach (var service in (string[])["bedrock", "bedrock-mantle", "bedrock-agentcore", "bedrock-websearch"])
        {
            var outcomes = await Evaluator.Ask(
                policies, [new Question(Policies.StoppedAdministrator, Service: service,
                Context: Context("AROAEXAMPLE:nightly", ["nightly"])), new Question(["allow", "whole"], Service: service)]);
            Denied(0).ShouldBe(Denied(1), service);

            string[] Denied(int question) =>
                [.. outcomes.Where(outcome => outcome.Request == question && outcome.Decision == Decision.Denied)
                    .Select(outcome => $"{outcome.Action} {outcome.Resource}").Order(StringComparer.Ordinal)];
        }
    }

    private static Task<IReadOnlyList<Outcome>> Ask(string userId, string[] actions, params string[] stopped) =>
        Evaluator.Ask(Policies.With(SessionDeny.Document()),
            [.. actions.Select(action => new Question(Policies.StoppedAdministrator, action, Context: Context(userId, stopped)))]);

    private static Dictionary<string, string[]> Context(string userId, string[] stopped)
    {
        var tags = new Dictionary<string, string>();
        foreach (var session in stopped)
        {
            var mark =
                SessionDeny.MarkOf(new StopTarget.Session("111122223333", "role/app", "arn:aws:iam::111122223333:role/app", session))!;
            tags[mark.Slots.Free(tags, mark.Value)!] = mark.Value;
        }

        var context = tags.ToDictionary(tag => "aws:PrincipalTag/" + tag.Key, tag => (string[])[tag.Value]);
        context["aws:userid"] = [userId];
        return context;
    }
}
