using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.SimpleNotificationService;

public class AmazonSimpleNotificationServiceConfig : ServiceConfig
{
    internal static readonly ServiceDescription Sns = new("SNS", "sns", "sns", "2010-03-31");

    public AmazonSimpleNotificationServiceConfig()
        : base(Sns)
    {
    }
}
