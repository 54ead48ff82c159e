using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Diagnosis.Checks;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Asks IAM's own evaluator, which makes no call.</summary>
internal static class Simulation
{
    /// <summary>Every way to spend has one of them; <c>Converse</c> asks for <c>bedrock:InvokeModel</c>.</summary>
    public static IReadOnlyList<string> Spending { get; } =
    [
        "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:CreateModelInvocationJob", "bedrock:CallWithBearerToken",
        "bedrock-mantle:CreateInference", "bedrock-agentcore:InvokeAgentRuntime",
    ];

    public static IReadOnlyList<string> OnMantle { get; } = ["bedrock-mantle:CreateInference"];

    public static IReadOnlyList<string> Unmetered { get; } =
        ["bedrock:CreateModelInvocationJob", "bedrock:CreateProvisionedModelThroughput", "bedrock:ApplyGuardrail",
        "bedrock-agentcore:InvokeAgentRuntime"];

    // Without an allow everything is denied, and a deny would show nothing.
    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    /// <summary>The actions that somebody who may do everything else could still do under a document.</summary>
    public static async Task<IReadOnlyList<string>> LeftOpenAsync(
        DoctorContext account, string document, IReadOnlyList<string> actions, CancellationToken cancellation)
    {
        var results = await Pages.Each(
            marker => account.Iam.SimulateCustomPolicyAsync(
                new SimulateCustomPolicyRequest
                {
                    PolicyInputList = [Everything, document],
                    ActionNames = [.. actions],
                    Marker = marker,
                }, cancellation),
            page => Pages.Marker(page.IsTruncated, page.Marker),
            page => page.EvaluationResults).ToListAsync(cancellation);
        return LeftOpen(results, actions);
    }

    /// <summary>What of the actions a principal may do now, by all the policies that it holds.</summary>
    /// <param name="arn">A role or a user.</param>
    /// <param name="actions">What is asked.</param>
    /// <param name="resource">What it is done to; <c>*</c> for anything.</param>
    /// <param name="context">What a request would say of itself.</param>
    public static async Task<IReadOnlyList<EvaluationResult>> OfPrincipalAsync(
        DoctorContext account, string arn, IReadOnlyList<string> actions, string resource, IReadOnlyList<ContextEntry> context,
        CancellationToken cancellation) => await Pages.Each(
        marker => account.Iam.SimulatePrincipalPolicyAsync(
            new SimulatePrincipalPolicyRequest
            {
                PolicySourceArn = arn,
                ActionNames = [.. actions],
                ResourceArns = [resource],
                ContextEntries = [.. context],
                Marker = marker,
            },
            cancellation),
        page => Pages.Marker(page.IsTruncated, page.Marker),
        page => page.EvaluationResults).ToListAsync(cancellation);

    /// <summary>An action that was not answered is not denied.</summary>
    public static IReadOnlyList<string> LeftOpen(IReadOnlyList<EvaluationResult> results, IReadOnlyList<string> actions) =>
        [.. actions.Where(
            action => !results.Any(
            result => result.EvalActionName.Equals(action, StringComparison.OrdinalIgnoreCase) && result.EvalDecision == "explicitDeny"))];
}
