using Amazon;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>What tells one service of AWS from another.</summary>
/// <param name="Id">The service id, which names its own <c>AWS_ENDPOINT_URL_…</c>.</param>
/// <param name="EndpointPrefix">The first part of its hosts.</param>
/// <param name="SigningName">What requests are signed for.</param>
/// <param name="Version">Of its API.</param>
/// <param name="IsGlobal">One endpoint for all regions of a partition.</param>
public sealed record ServiceDescription(string Id, string EndpointPrefix, string SigningName, string Version, bool IsGlobal = false)
{
    /// <summary>Where the service answers for a region.</summary>
    public string Url(RegionEndpoint region) => IsGlobal
        ? region.PartitionName switch
        {
            "aws-cn" => $"https://{EndpointPrefix}.cn-north-1.amazonaws.com.cn",
            "aws-us-gov" => $"https://{EndpointPrefix}.us-gov.amazonaws.com",
            _ => $"https://{EndpointPrefix}.amazonaws.com",
        }
        : $"https://{EndpointPrefix}.{region.SystemName}.{region.PartitionDnsSuffix}";

    /// <summary>Which region requests are signed for.</summary>
    public string SigningRegion(RegionEndpoint region) => IsGlobal
        ? region.PartitionName switch
        {
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            _ => "us-east-1",
        }
        : region.SystemName;
}
