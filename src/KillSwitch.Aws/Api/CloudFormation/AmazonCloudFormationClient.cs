using Amazon.CloudFormation.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.CloudFormation;

public class AmazonCloudFormationClient : ServiceClient
{
    public AmazonCloudFormationClient()
        : this(new AmazonCloudFormationConfig())
    {
    }

    public AmazonCloudFormationClient(AmazonCloudFormationConfig config)
        : this(null, config)
    {
    }

    public AmazonCloudFormationClient(AWSCredentials? credentials, AmazonCloudFormationConfig config)
        : base(credentials, config)
    {
    }

    public Task<ListStackResourcesResponse> ListStackResourcesAsync(
        ListStackResourcesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListStackResourcesResponse>(request, ListStackResourcesRequest.Operation, cancellationToken);

    public Task<DescribeStackResourceResponse> DescribeStackResourceAsync(
        DescribeStackResourceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStackResourceResponse>(request, DescribeStackResourceRequest.Operation, cancellationToken);

    public Task<DescribeStacksResponse> DescribeStacksAsync(DescribeStacksRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStacksResponse>(request, DescribeStacksRequest.Operation, cancellationToken);
}
