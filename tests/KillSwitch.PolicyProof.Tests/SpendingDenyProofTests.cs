using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;

namespace KillSwitch.PolicyProof.Tests;

public class SpendingDenyProofTests(SpendingDenyProof proof) : IClassFixture<SpendingDenyProof>
{
    /// <summary>Denied though they spend nothing: they would blind the guard.</summary>
    private static readonly string[] LoggingConfiguration =
        ["bedrock:PutModelInvocationLoggingConfiguration", "bedrock:DeleteModelInvocationLoggingConfiguration"];

    public static TheoryData<string> Governed => [.. SpendingDenyProof.Governed];

    public static TheoryData<string> Others => [.. SpendingDenyProof.Others];

    public static TheoryData<string> Models => [.. SpendingDenyProof.Models];

    [Fact]
    public void Every_published_action_is_denied_on_every_resource_or_reviewed_as_free() =>
        Review.Of([.. SpendingDenyProof.Governed.SelectMany(proof.Of)], FreeActions.Read()).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Governed))]
    public void The_published_actions_of_a_governed_service_are_known(string service) => proof.Of(service).Count.ShouldBeGreaterThan(2);

    [Fact]
    public void An_action_reviewed_as_free_stays_allowed_on_every_resource()
    {
        var free = FreeActions.Read().Select(action => action.Action).ToHashSet();
        SpendingDenyProof.Governed.SelectMany(proof.Of)
            .Where(outcome => free.Contains(outcome.Action) && outcome.Decision != Decision.Allowed).ShouldBeEmpty();
    }

    [Fact]
    public void Listing_reading_and_counting_tokens_stay_allowed()
    {
        // Named as reading, and yet they spend: one wakes an agent's runtime, the others bill a credential each.
        string[] spending =
        [
            "bedrock-agentcore:GetAgentCard",
            "bedrock-agentcore:GetResourceApiKey",
            "bedrock-agentcore:GetResourceOauth2Token",
            "bedrock-agentcore:GetResourcePaymentToken",
        ];
        var reading = SpendingDenyProof.Governed.SelectMany(proof.Of).Where(outcome => Begins(outcome, "List", "Get", "CountTokens"));
        reading.Where(outcome => outcome.Decision != Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .ShouldBe(spending, ignoreOrder: true);
    }

    [Fact]
    public void Whoever_is_stopped_can_still_end_what_goes_on_costing()
    {
        var ending = SpendingDenyProof.Governed.SelectMany(proof.Of)
            .Where(outcome => Begins(outcome, "Delete", "BatchDelete", "Stop", "Cancel", "End")
                && !LoggingConfiguration.Contains(outcome.Action)).ToList();
        ending.ShouldContain(outcome => outcome.Action == "bedrock:DeleteProvisionedModelThroughput");
        ending.ShouldContain(outcome => outcome.Action == "bedrock:StopModelInvocationJob");
        ending.ShouldAllBe(outcome => outcome.Decision == Decision.Allowed);
    }

    [Fact]
    public void Only_the_logging_configuration_is_denied_without_being_spending()
    {
        var protection = SpendingDenyProof.Governed.SelectMany(proof.Of)
            .Where(outcome => outcome.Decision == Decision.Denied
                && !outcome.By.Any(sid => sid.StartsWith("SpendOn", StringComparison.Ordinal))).ToList();
        protection.Select(outcome => outcome.Action).Distinct().ShouldBe(LoggingConfiguration, ignoreOrder: true);
        protection.ShouldAllBe(outcome => outcome.By.SequenceEqual(new[] { "TurnInvocationLoggingOff" }));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Converse_is_authorised_by_InvokeModel_and_denied(string model) =>
        proof.Of("bedrock:InvokeModel", model).Decision.ShouldBe(Decision.Denied);

    [Theory]
    [MemberData(nameof(Models))]
    public void ConverseStream_is_authorised_by_InvokeModelWithResponseStream_and_denied(string model) =>
        proof.Of("bedrock:InvokeModelWithResponseStream", model).Decision.ShouldBe(Decision.Denied);

    [Theory]
    [InlineData("bedrock")]
    [InlineData("bedrock-mantle")]
    public void API_keys_of_any_term_are_denied(string service) =>
        proof.Of(service).Where(outcome => outcome.Action == $"{service}:CallWithBearerToken")
            .ShouldHaveSingleItem().Decision.ShouldBe(Decision.Denied);

    // Of IAM too: what protects the stop asks for its policies or tags, which these requests do not name.
    [Theory]
    [MemberData(nameof(Others))]
    public void Nothing_of_another_service_is_touched(string service)
    {
        var outcomes = proof.Of(service);
        outcomes.Count.ShouldBeGreaterThan(10);
        outcomes.Where(outcome => outcome.Decision != Decision.Allowed).ShouldBeEmpty();
    }

    [Fact]
    public void Every_pattern_of_the_deny_matches_a_published_action()
    {
        var published = SpendingDenyProof.Governed.Append("iam").SelectMany(proof.Of).Select(outcome => outcome.Action).ToHashSet();
        using var document = JsonDocument.Parse(SpendingDeny.Document());
        var patterns = document.RootElement.GetProperty("Statement").EnumerateArray()
            .SelectMany(statement => statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()!)).ToList();
        patterns.Where(pattern => !published.Any(action => new Glob(pattern).Matches(action))).ShouldBeEmpty();
    }

    private static bool Begins(Outcome outcome, params ReadOnlySpan<string> verbs)
    {
        var name = outcome.Action[(outcome.Action.IndexOf(':', StringComparison.Ordinal) + 1)..];
        foreach (var verb in verbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
