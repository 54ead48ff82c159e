namespace KillSwitch.Core.Denies;

/// <summary>
/// Denies spending on the models that the tags of its holder name, in every region. Written once: which models it denies is what the
/// tags say, see <see cref="ModelMarks"/>.
/// </summary>
public static class ModelDeny
{
    // What the account has of its own. The type stands literally before the variable: IAM takes no wildcard for it.
    private static readonly string[] OwnModels =
    [
        "bedrock:*:*:provisioned-model/",
        "bedrock:*:*:custom-model/",
        "bedrock:*:*:custom-model-deployment/",
        "bedrock:*:*:imported-model/",
        "bedrock:*:*:application-inference-profile/",
        "bedrock:*:*:prompt-router/",
        // A Marketplace model is called by the endpoint that it runs on.
        "sagemaker:*:*:endpoint/",
    ];

    internal static readonly string[] Actions =
    [
        "bedrock:Invoke*",
        "bedrock:Create*Job",
        "bedrock:Create*Deployment",
        "bedrock:Update*Deployment",
        "bedrock:Create*Throughput",
        "bedrock:Update*Throughput",
        "sagemaker:InvokeEndpoint*",
    ];

    internal static readonly string[] MantleActions = ["bedrock-mantle:Create*"];

    // The endpoint knows no resource for a model.
    internal const string MantleModel = "bedrock-mantle:Model";

    /// <summary>
    /// The foundation model's own ARN stops geographic, global and application inference profiles of it too. One managed policy;
    /// shorter than <see cref="DenyDocument.MaximumLength"/>.
    /// </summary>
    /// <param name="tags">The guard's; null for those of a stack with the default name.</param>
    public static string Document(StopTags? tags = null) => DenyDocument.Write([.. Statements(tags ?? StopTags.Default)]);

    private static DenyStatement[] Statements(StopTags tags) =>
    [
        new(
            "SpendOnAStoppedModel",
            Actions,
            [.. Foundation(tags.Models), .. Own(tags.OwnModels)]),
        new(
            "SpendOnAStoppedModelByMantle",
            MantleActions,
            DenyStatement.EveryResource,
            new("StringEquals", MantleModel, [.. tags.Models.Variables, .. tags.MantleModels.Variables])),
        .. StopProtection.Statements,
    ];

    // No trailing wildcard on the id: `claude-opus-4-1*` is also `claude-opus-4-10`.
    internal static IEnumerable<string> Foundation(TagSlots tags) => tags.Variables.SelectMany(
        id => (string[])[$"arn:*:bedrock:*::foundation-model/{id}", $"arn:*:bedrock:*::foundation-model/{id}:*"]);

    internal static IEnumerable<string> Own(TagSlots tags) =>
        tags.Variables.SelectMany(id => OwnModels.Select(type => $"arn:*:{type}{id}"));

    /// <summary>The id of an ARN of one of these types; null for another ARN.</summary>
    internal static string? OwnId(string arn)
    {
        if (arn.Split(':', 6) is not ["arn", _, var service, _, _, var resource])
            return null;
        var type = OwnModels.FirstOrDefault(type =>
            type.StartsWith(service + ":", StringComparison.Ordinal) && resource.StartsWith(TypeOf(type), StringComparison.Ordinal));
        return type is null ? null : resource[TypeOf(type).Length..];
    }

    private static string TypeOf(string pattern) => pattern[(pattern.LastIndexOf(':') + 1)..];
}
