using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Scheduler.Model;
using KillSwitch.Aws.Api.Rest;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.Scheduler;

internal static class SchedulerService
{
    public static ServiceIdentity Identity { get; } = new("Scheduler", "2021-06-30", "scheduler", "scheduler");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonSchedulerException(error));
}

public sealed class AmazonSchedulerConfig() : ServiceConfig(SchedulerService.Identity);

internal sealed class AmazonSchedulerException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonSchedulerClient(AWSCredentials? credentials, AmazonSchedulerConfig config) : ServiceClient(credentials, config)
{
    internal Task<ListSchedulesResponse> ListSchedulesAsync(
        ListSchedulesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListSchedulesResponse>(request, ListSchedulesRequest.Operation, cancellationToken);
}
