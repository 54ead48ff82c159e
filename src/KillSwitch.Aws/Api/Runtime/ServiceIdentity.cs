namespace KillSwitch.Aws.Api.Runtime;

/// <summary>What tells one service from another to the SDK's pipeline.</summary>
/// <param name="Id">Names the settings: <c>CloudWatch Logs</c> gives <c>AWS_ENDPOINT_URL_CLOUDWATCH_LOGS</c>.</param>
/// <param name="Version">The API's date.</param>
/// <param name="SigningName">The service in the signature's scope.</param>
/// <param name="EndpointPrefix">The first label of a regional host.</param>
internal sealed record ServiceIdentity(string Id, string Version, string SigningName, string EndpointPrefix)
{
    /// <summary>Where it does not have a host in each region; the first that fits counts.</summary>
    public IReadOnlyList<HostRule> Hosts { get; init; } = [];
}
