using System.Runtime.CompilerServices;
using Amazon.Bedrock;
using Amazon.Bedrock.Model;

namespace KillSwitch.Aws.Routes;

/// <summary>All provisioned throughput of a region, page by page.</summary>
internal static class ProvisionedThroughput
{
    public static async IAsyncEnumerable<ProvisionedModelSummary> ListAsync(AmazonBedrockClient client, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListProvisionedModelThroughputsRequest();
        do
        {
            var page = await client.ListProvisionedModelThroughputsAsync(request, cancellation);
            foreach (var summary in page.ProvisionedModelSummaries ?? [])
                yield return summary;
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is { Length: > 0 });
    }
}
