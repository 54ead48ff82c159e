using System.Collections.Concurrent;
using Amazon;
using Amazon.Bedrock;
using Amazon.Runtime;

namespace KillSwitch.Aws.Routes;

/// <summary>
/// One client of Bedrock's control plane for each region that is asked for. They give up soon: nothing that waits for them may wait for
/// long.
/// </summary>
/// <param name="credentials">Whose power is used.</param>
/// <param name="endpoint">Where all of them ask; null for the service itself.</param>
public sealed class BedrockByRegion(AWSCredentials credentials, string? endpoint = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, AmazonBedrockClient> _clients = new(StringComparer.Ordinal);

    public AmazonBedrockClient In(string region) => _clients.GetOrAdd(region, Create);

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private AmazonBedrockClient Create(string region)
    {
        var config = new AmazonBedrockConfig { MaxErrorRetry = 1, Timeout = TimeSpan.FromSeconds(5) };
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint, region);
        return new AmazonBedrockClient(credentials, config);
    }
}
