using KillSwitch.Core.Scopes;

namespace KillSwitch.Aws.Metrics;

/// <summary>
/// How one of Bedrock's endpoints publishes its metrics: by a namespace, under one dimension that names the model.
/// Where the documentation knows two names for one thing, both are looked for and whichever counts more is taken.
/// </summary>
internal sealed record BedrockMetrics(
    BedrockEndpoint Endpoint, string Namespace, string Dimension, string Calls, string Input, string Output,
    IReadOnlyList<string> CacheRead, IReadOnlyList<string> CacheWrite)
{
    /// <summary>The dimension of the mantle endpoint that names a project, beside the model's.</summary>
    public const string Project = "Project";

    public static IReadOnlyList<BedrockMetrics> All { get; } =
    [
        new(
            BedrockEndpoint.Runtime,
            "AWS/Bedrock",
            "ModelId",
            "Invocations",
            "InputTokenCount",
            "OutputTokenCount",
            ["CacheReadInputTokenCount", "CacheReadInputTokens"],
            ["CacheWriteInputTokenCount", "CacheWriteInputTokens"]),
        new(BedrockEndpoint.Mantle, "AWS/BedrockMantle", "Model", "Inferences", "TotalInputTokens", "TotalOutputTokens", [], []),
    ];

    /// <summary>The names that are asked for once a model has calls; cache metrics only where they exist.</summary>
    public IEnumerable<string> TokenMetrics(IReadOnlySet<string> listed) =>
        [Input, Output, .. CacheRead.Concat(CacheWrite).Where(listed.Contains)];

    public bool Knows(string metric) =>
        metric == Calls || metric == Input || metric == Output || CacheRead.Contains(metric) || CacheWrite.Contains(metric);
}
