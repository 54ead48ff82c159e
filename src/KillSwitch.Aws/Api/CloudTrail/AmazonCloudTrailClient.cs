using Amazon.CloudTrail.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.CloudTrail;

public class AmazonCloudTrailClient : ServiceClient
{
    public AmazonCloudTrailClient()
        : this(new AmazonCloudTrailConfig())
    {
    }

    public AmazonCloudTrailClient(AmazonCloudTrailConfig config)
        : this(null, config)
    {
    }

    public AmazonCloudTrailClient(AWSCredentials? credentials, AmazonCloudTrailConfig config)
        : base(credentials, config)
    {
    }

    public Task<LookupEventsResponse> LookupEventsAsync(LookupEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<LookupEventsResponse>(request, LookupEventsRequest.Operation, cancellationToken);
}
