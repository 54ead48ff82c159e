using Amazon.Runtime;

namespace KillSwitch.Aws.Api.Raw;

/// <summary>Any body to any path: what a model is asked has its maker's form, and no model of AWS's describes it.</summary>
internal sealed class PostRequest : AmazonWebServiceRequest
{
    /// <summary><c>/model/{modelId}/invoke</c>; the only thing in braces is <see cref="ModelId"/>.</summary>
    public required string Path { get; init; }

    /// <summary>Null for a path without one.</summary>
    public string? ModelId { get; init; }

    /// <summary>JSON, in UTF-8.</summary>
    public required byte[] Body { get; init; }

    public string Accept { get; init; } = "application/json";
}
