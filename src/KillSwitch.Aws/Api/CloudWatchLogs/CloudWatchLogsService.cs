using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs;

internal static class CloudWatchLogsService
{
    public static ServiceIdentity Identity { get; } = new("CloudWatch Logs", "2014-03-28", "logs", "logs") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static JsonProtocol Protocol { get; } = new(Identity, "Logs_20140328", error => new AmazonCloudWatchLogsException(error));
}
