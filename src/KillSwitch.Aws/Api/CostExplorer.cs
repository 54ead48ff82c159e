using Amazon.CostExplorer.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.CostExplorer;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class CostExplorerService
{
    public static ServiceIdentity Identity { get; } = new("Cost Explorer", "2017-10-25", "ce", "ce")
    {
        Hosts =
        [
            new("aws-eusc", "ce.{home}.api.amazonwebservices.eu") { Fips = false },
            new(null, "{service}{fips}.{home}.{suffix}"),
        ],
    };

    public static JsonProtocol Protocol { get; } =
        new(Identity, "AWSInsightsIndexService", error => new AmazonCostExplorerException(error));
}

public sealed class AmazonCostExplorerConfig() : ServiceConfig(CostExplorerService.Identity);

internal sealed class AmazonCostExplorerException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonCostExplorerClient(
    AWSCredentials? credentials, AmazonCostExplorerConfig config) : ServiceClient(credentials, config)
{
    internal Task<GetCostAndUsageResponse> GetCostAndUsageAsync(
        GetCostAndUsageRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetCostAndUsageResponse>(request, GetCostAndUsageRequest.Operation, cancellationToken);
}

internal sealed class Granularity(string value) : ConstantClass(value)
{
    public static readonly Granularity DAILY = new("DAILY");
}

internal sealed class GroupDefinitionType(string value) : ConstantClass(value)
{
    public static readonly GroupDefinitionType DIMENSION = new("DIMENSION");
}

internal sealed class Dimension(string value) : ConstantClass(value)
{
    public static readonly Dimension LINKED_ACCOUNT = new("LINKED_ACCOUNT");
    public static readonly Dimension RECORD_TYPE = new("RECORD_TYPE");
    public static readonly Dimension REGION = new("REGION");
    public static readonly Dimension SERVICE = new("SERVICE");
    public static readonly Dimension USAGE_TYPE = new("USAGE_TYPE");
}
