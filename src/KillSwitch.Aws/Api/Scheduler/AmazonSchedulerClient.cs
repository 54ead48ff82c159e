using Amazon.Scheduler.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.Scheduler;

public class AmazonSchedulerClient : ServiceClient
{
    public AmazonSchedulerClient()
        : this(new AmazonSchedulerConfig())
    {
    }

    public AmazonSchedulerClient(AmazonSchedulerConfig config)
        : this(null, config)
    {
    }

    public AmazonSchedulerClient(AWSCredentials? credentials, AmazonSchedulerConfig config)
        : base(credentials, config)
    {
    }

    public Task<ListSchedulesResponse> ListSchedulesAsync(
        ListSchedulesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListSchedulesResponse>(request, ListSchedulesRequest.Operation, cancellationToken);
}
