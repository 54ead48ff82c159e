using Amazon.Bedrock;
using Amazon.Bedrock.Model;

namespace KillSwitch.Aws.Routes;

/// <summary>All provisioned throughput of a region.</summary>
internal static class ProvisionedThroughput
{
    public static IAsyncEnumerable<ProvisionedModelSummary> ListAsync(AmazonBedrockClient client, CancellationToken cancellation) =>
        Pages.Each(
        token => client.ListProvisionedModelThroughputsAsync(new ListProvisionedModelThroughputsRequest
        {
            NextToken = token,
        }, cancellation),
        page => page.NextToken,
        page => page.ProvisionedModelSummaries);
}
