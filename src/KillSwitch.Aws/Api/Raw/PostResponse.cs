using Amazon.Runtime;

namespace KillSwitch.Aws.Api.Raw;

/// <summary>The whole answer, as it came; a stream has come to its end.</summary>
internal sealed class PostResponse : AmazonWebServiceResponse
{
    public byte[] Body { get; init; } = [];

    /// <summary>The request id of the answer's header; null where it has none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Tokens of the prompt, as the header says them; null where it does not.</summary>
    public string? InputTokenCount { get; init; }

    /// <summary>Tokens of the answer, as the header says them; null where it does not.</summary>
    public string? OutputTokenCount { get; init; }
}
