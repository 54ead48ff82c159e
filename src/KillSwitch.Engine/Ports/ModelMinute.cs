using KillSwitch.Core.Invocations;
using KillSwitch.Core.Scopes;

namespace KillSwitch.Engine.Ports;

/// <summary>What CloudWatch counts of one model in one minute. It names no caller.</summary>
/// <param name="Region">Where the call was made.</param>
/// <param name="Endpoint">Which of Bedrock's endpoints.</param>
/// <param name="Model">As the metric's dimension spells it.</param>
/// <param name="Second">The minute's start, in seconds since 1970.</param>
/// <param name="Calls">Calls that Bedrock took on.</param>
/// <param name="Tokens">By kind; the lifetime of cache writes is not told.</param>
public sealed record ModelMinute(string Region, BedrockEndpoint Endpoint, ModelId Model, long Second, long Calls, TokenUsage Tokens)
{
    /// <summary>The project of the mantle endpoint whose part it is; null for all of the model's.</summary>
    public string? Project { get; init; }
}

/// <summary>Everything that CloudWatch shows of a span of time, read at once.</summary>
/// <param name="Region">Whose metrics.</param>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="Minutes">Those in which something was counted.</param>
/// <param name="MetricsRequested">What the reading cost: metrics asked for, of which a thousand cost a cent.</param>
public sealed record MetricReading(
    string Region, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<ModelMinute> Minutes, int MetricsRequested)
{
    /// <summary>Of the mantle endpoint, the same calls by project and model; empty where nobody asks for them.</summary>
    public IReadOnlyList<ModelMinute> ByProject { get; init; } = [];
}
