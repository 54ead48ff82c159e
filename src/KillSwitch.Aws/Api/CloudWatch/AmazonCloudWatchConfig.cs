using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.CloudWatch;

public class AmazonCloudWatchConfig : ServiceConfig
{
    internal static readonly ServiceDescription Monitoring = new("CloudWatch", "monitoring", "monitoring", "2010-08-01");

    public AmazonCloudWatchConfig()
        : base(Monitoring)
    {
    }
}
