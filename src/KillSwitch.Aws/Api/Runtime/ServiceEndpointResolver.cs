using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>Takes the SDK's place where its own handler would look hosts up in a file that knows only old services.</summary>
internal sealed class ServiceEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        // The region first: reading it where none is set yet would forget an endpoint that was read before.
        var region = (requestContext.Request.AlternateEndpoint ?? config.RegionEndpoint)?.SystemName;
        var url = string.IsNullOrEmpty(config.ServiceURL) ? null : config.ServiceURL;
        return new ServiceEndpointParameters
        {
            Region = region ?? RegionOf(config, url),
            Url = url,
            DualStack = config.UseDualstackEndpoint,
            Fips = config.UseFIPSEndpoint,
        };
    }

    private static string? RegionOf(IClientConfig config, string? url) =>
        !string.IsNullOrEmpty(config.AuthenticationRegion) ? config.AuthenticationRegion
        : url is null ? null
        : AWSSDKUtils.DetermineRegion(url);
}
