using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetMarketplaceModelEndpointRequest : AmazonBedrockRequest
{
    public string? EndpointArn { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetMarketplaceModelEndpointRequest>(
        "GET /marketplace-model/endpoints/{endpointArn}",
        (to, request) => to.Path("endpointArn", request.EndpointArn),
        from => new GetMarketplaceModelEndpointResponse { MarketplaceModelEndpoint = from.Optional("marketplaceModelEndpoint", MarketplaceModelEndpoint.Read) });
}

public class GetMarketplaceModelEndpointResponse : AmazonWebServiceResponse
{
    public MarketplaceModelEndpoint? MarketplaceModelEndpoint { get; set; }
}
