using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class MarketplaceModelEndpoint
{
    public string EndpointArn { get; set; } = "";

    /// <summary>The ARN of a model in a hub.</summary>
    public string ModelSourceIdentifier { get; set; } = "";

    internal static MarketplaceModelEndpoint Read(JsonElement from) => new()
    {
        EndpointArn = from.Text("endpointArn"),
        ModelSourceIdentifier = from.Text("modelSourceIdentifier"),
    };
}
