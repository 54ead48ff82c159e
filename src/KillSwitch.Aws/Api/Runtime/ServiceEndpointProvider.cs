using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>Where a service answers and which region signs for it there; an endpoint that is set wins over the rule.</summary>
internal sealed class ServiceEndpointProvider(ServiceIdentity service) : IEndpointProvider
{
    private static readonly HostRule Common = new(null, HostRule.Regional);

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var target = (ServiceEndpointParameters)parameters;
        if (target.Region is not { Length: > 0 } region)
            throw new AmazonClientException($"no region is configured for `{service.Id}`");

        var partition = Fn.Partition(region);
        var rule = service.Hosts.FirstOrDefault(rule => rule.IsFor(partition.name, target.Fips, target.DualStack)) ?? Common;
        var signing = rule.SigningRegion
            ?? (rule.Host.Contains("{region}", StringComparison.Ordinal) ? region : partition.implicitGlobalRegion);
        return Signed(target.Url ?? $"https://{Host(rule, target, region, partition)}", signing);
    }

    private string Host(HostRule rule, ServiceEndpointParameters target, string region, Partition partition) => rule.Host
        .Replace("{service}", service.EndpointPrefix, StringComparison.Ordinal)
        .Replace("{fips}", target.Fips ? "-fips" : "", StringComparison.Ordinal)
        .Replace("{region}", region, StringComparison.Ordinal)
        .Replace("{home}", partition.implicitGlobalRegion, StringComparison.Ordinal)
        .Replace("{suffix}", target.DualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix, StringComparison.Ordinal);

    private static Endpoint Signed(string url, string region) =>
        new(url, $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{region}}"}]}""", null);
}
