using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Query;

namespace Amazon.SimpleNotificationService;

internal static class SimpleNotificationService
{
    public static ServiceIdentity Identity { get; } = new("SNS", "2010-03-31", "sns", "sns") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonSimpleNotificationServiceException(error));
}
