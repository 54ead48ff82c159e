using Amazon.Pricing.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.Pricing;

/// <summary>AWS's Price List, by the API; it has hosts in a few regions alone.</summary>
internal static class PricingService
{
    public static ServiceIdentity Identity { get; } = new("Pricing", "2017-10-15", "pricing", "api.pricing");

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSPriceListService", error => new AmazonPricingException(error));
}

public sealed class AmazonPricingConfig() : ServiceConfig(PricingService.Identity);

internal sealed class AmazonPricingException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonPricingClient(AWSCredentials? credentials, AmazonPricingConfig config) : ServiceClient(credentials, config)
{
    internal Task<GetProductsResponse> GetProductsAsync(GetProductsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetProductsResponse>(request, GetProductsRequest.Operation, cancellationToken);
}
