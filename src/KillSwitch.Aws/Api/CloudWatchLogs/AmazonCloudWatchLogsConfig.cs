using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.CloudWatchLogs;

public class AmazonCloudWatchLogsConfig : ServiceConfig
{
    internal static readonly ServiceDescription Logs = new("CloudWatch Logs", "logs", "logs", "2014-03-28");

    public AmazonCloudWatchLogsConfig()
        : base(Logs)
    {
    }
}
