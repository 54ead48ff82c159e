using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace KillSwitch.Aws.Api;

/// <summary>Where a service answers and which region signs for it there; an endpoint that is set wins over the rule.</summary>
internal sealed class ServiceEndpointProvider(ServiceIdentity service) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var target = (ServiceEndpointParameters)parameters;
        if (target.Region is not { Length: > 0 } region)
            throw new AmazonClientException($"no region is configured for `{service.Id}`");

        var partition = Fn.Partition(region);
        var global = service.GlobalHosts.GetValueOrDefault(partition.name);
        var url = target.Url ?? $"https://{(global is null ? Regional(target, region, partition) : Global(target, global))}";
        return Signed(url, global?.SigningRegion ?? region);
    }

    private string Regional(ServiceEndpointParameters target, string region, Partition partition)
    {
        var suffix = target.DualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return $"{service.EndpointPrefix}{(target.Fips ? "-fips" : "")}.{region}.{suffix}";
    }

    // A global host has one address for both protocols or none: dual stack does not rename it.
    private string Global(ServiceEndpointParameters target, GlobalHost global) =>
        target.Fips ? $"{service.EndpointPrefix}-fips{global.Host[service.EndpointPrefix.Length..]}" : global.Host;

    private static Endpoint Signed(string url, string region) =>
        new(url, $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{region}}"}]}""", null);
}
