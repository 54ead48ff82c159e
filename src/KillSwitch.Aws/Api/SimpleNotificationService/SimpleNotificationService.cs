using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleNotificationService.Model;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Query;

namespace Amazon.SimpleNotificationService;

internal static class SimpleNotificationService
{
    public static ServiceIdentity Identity { get; } = new("SNS", "2010-03-31", "sns", "sns") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static QueryProtocol Protocol { get; } = new(Identity, new ErrorCodes(
        error => new AmazonSimpleNotificationServiceException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["AuthorizationError"] = error => new AuthorizationErrorException(error),
            ["InternalError"] = error => new InternalErrorException(error),
            ["InvalidParameter"] = error => new InvalidParameterException(error),
            ["KMSAccessDenied"] = error => new KMSAccessDeniedException(error),
            ["NotFound"] = error => new NotFoundException(error),
            ["Throttled"] = error => new ThrottledException(error),
        }));
}
