using KillSwitch.Core.Denies;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// What <c>unmetered: deny</c> takes away, action by published action: all that spends, but for what a record meters and for the mantle
/// endpoint, which is a choice of its own.
/// </summary>
public sealed class UnmeteredDenyProofTests : IAsyncLifetime
{
    /// <summary>Their records name the caller; an API key is how such a call is signed.</summary>
    private static readonly string[] Metered =
        ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:CallWithBearerToken"];

    private static readonly string[] OnlyStreams =
    [
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-sonic-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-2-sonic-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-reel-v1:1",
        "arn:aws:bedrock:us-west-2::foundation-model/luma.ray-v2:0",
    ];

    private static readonly string[] LoggedModels =
    [
        .. SpendingDenyProof.Models.Where(model => !model.Contains(":::", StringComparison.Ordinal)),
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-2-lite-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-premier-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
    ];

    private readonly HashSet<string> _spending = [];
    private readonly HashSet<string> _denied = [];
    private IReadOnlyList<Outcome> _streams = [];
    private IReadOnlyList<Outcome> _logged = [];

    public async ValueTask InitializeAsync()
    {
        Question[] every = [.. SpendingDenyProof.Governed.Select(service => new Question(Policies.StoppedAdministrator, Service: service))];
        _spending.UnionWith((await Evaluator.Ask(Policies.With(SpendingDeny.Document()), every))
            .Where(outcome => outcome.By.Any(sid => sid.StartsWith("SpendOn", StringComparison.Ordinal)))
                .Select(outcome => outcome.Action));
        var answers =
            await Evaluator.Ask(Policies.With(UnmeteredDeny.Document()), [.. every, .. Invoke(OnlyStreams), .. Invoke(LoggedModels)]);
        _denied.UnionWith(
            answers.Where(outcome => outcome.Request < every.Length && outcome is { Resource: "*", Decision: Decision.Denied })
            .Select(outcome => outcome.Action));
        _streams =
            [.. answers.Where(outcome => outcome.Request >= every.Length && outcome.Request < every.Length + (2 * OnlyStreams.Length))];
        _logged = [.. answers.Where(outcome => outcome.Request >= every.Length + (2 * OnlyStreams.Length))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Every_published_action_that_spends_is_denied_unless_a_record_meters_it_or_mantle_has_it() =>
        _denied.ShouldBe(
            _spending.Where(action => !Metered.Contains(action) && !action.StartsWith("bedrock-mantle:", StringComparison.Ordinal)),
            ignoreOrder: true);

    [Fact]
    public void Calls_that_are_logged_go_on()
    {
        _logged.Count.ShouldBe(2 * LoggedModels.Length);
        _logged.ShouldAllBe(outcome => outcome.Decision == Decision.Allowed);
    }

    [Fact]
    public void Models_that_answer_in_no_logged_way_are_closed()
    {
        _streams.Count.ShouldBe(2 * OnlyStreams.Length);
        _streams.ShouldAllBe(outcome => outcome.Decision == Decision.Denied);
    }

    [Fact]
    public void Every_road_has_an_action_that_is_published_and_no_two_share_one_on_the_same_resources()
    {
        foreach (var road in UnmeteredRoad.All)
        {
            road.Actions.ShouldAllBe(
                pattern => _spending.Any(action => new KillSwitch.Core.Policies.Glob(pattern).Matches(action)), road.Id);
        }

        foreach (var action in _denied)
        {
            UnmeteredRoad.All.Count(road => road.Actions.Any(pattern => new KillSwitch.Core.Policies.Glob(pattern).Matches(action)))
                .ShouldBe(1, action);
        }
    }

    private static IEnumerable<Question> Invoke(string[] models) =>
        from model in models
        from action in (string[])["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
        select new Question(Policies.StoppedAdministrator, action, model);
}
