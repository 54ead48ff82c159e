using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Rest;

namespace Amazon.Scheduler;

internal static class SchedulerService
{
    public static ServiceIdentity Identity { get; } = new("Scheduler", "2021-06-30", "scheduler", "scheduler");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonSchedulerException(error));
}
