namespace KillSwitch.PolicyProof.Tests;

/// <summary>What the guard's roles may do to jobs and models, by an evaluator that is not ours: read them, and stop jobs.</summary>
public class RunningWorkProofTests
{
    /// <summary>Of routes to a model, of jobs, of what is paid by the hour, of prices.</summary>
    internal static readonly string[] Reads =
    [
        "bedrock:GetInferenceProfile", "bedrock:GetProvisionedModelThroughput", "bedrock:GetCustomModelDeployment",
        "bedrock:GetCustomModel", "bedrock:GetMarketplaceModelEndpoint",
        "bedrock:ListProvisionedModelThroughputs", "bedrock:ListCustomModelDeployments",
        "bedrock:ListModelInvocationJobs", "bedrock:ListEvaluationJobs", "bedrock:ListModelCustomizationJobs", "bedrock:GetEvaluationJob",
            "bedrock:GetModelCustomizationJob", "bedrock:ListFoundationModels", "bedrock:ListFoundationModelAgreementOffers",
        "bedrock:ListTagsForResource",
    ];

    internal static readonly string[] Stops =
        ["bedrock:StopModelInvocationJob", "bedrock:StopEvaluationJob", "bedrock:StopModelCustomizationJob"];

    [Theory]
    [InlineData("bedrock:StopModelInvocationJob", "model-invocation-job/abc")]
    [InlineData("bedrock:StopEvaluationJob", "evaluation-job/abc")]
    [InlineData("bedrock:StopModelCustomizationJob", "model-customization-job/amazon.nova-lite-v1:0/abc")]
    public async Task Only_the_watch_stops_jobs_in_any_region_and_none_of_another_account(string action, string job)
    {
        (await GuardRoles.Ask(role => [new Question(role, action, $"arn:aws:bedrock:eu-west-1:{GuardRoles.Account}:{job}")]))
            .Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([false, true, false, false]);
        (await GuardRoles.Ask(role => [new Question(role, action, $"arn:aws:bedrock:eu-west-1:999988887777:{job}")]))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    [Fact]
    public async Task Of_every_published_action_on_models_and_jobs_none_starts_creates_or_deletes() =>
        (await GuardRoles.Ask(role => [new Question(role, Service: "bedrock"), new Question(role, Service: "sagemaker")]))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .Where(action => !action.EndsWith("ModelInvocationLoggingConfiguration", StringComparison.Ordinal))
            .ShouldBe([.. Reads, .. Stops], ignoreOrder: true);

    [Fact]
    public async Task Only_the_watch_reads_the_trail_and_none_changes_it()
    {
        (await GuardRoles.Ask(role => [new Question(role, Service: "cloudtrail")]))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
                .ShouldBe(["cloudtrail:LookupEvents"]);
        (await GuardRoles.Ask(role => [new Question(role, "cloudtrail:LookupEvents", "*")]))
            .Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([false, true, false, false]);
    }
}
