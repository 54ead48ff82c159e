using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime.Internal;
using Amazon.Runtime;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs;

internal static class CloudWatchLogsService
{
    public static ServiceIdentity Identity { get; } = new("CloudWatch Logs", "2014-03-28", "logs", "logs") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static JsonProtocol Protocol { get; } = new(Identity, "Logs_20140328", new ErrorCodes(
        error => new AmazonCloudWatchLogsException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["AccessDeniedException"] = error => new AccessDeniedException(error),
            ["InvalidParameterException"] = error => new InvalidParameterException(error),
            ["LimitExceededException"] = error => new LimitExceededException(error),
            ["MalformedQueryException"] = error => new MalformedQueryException(error),
            ["OperationAbortedException"] = error => new OperationAbortedException(error),
            ["ResourceAlreadyExistsException"] = error => new ResourceAlreadyExistsException(error),
            ["ResourceNotFoundException"] = error => new ResourceNotFoundException(error),
            ["ServiceUnavailableException"] = error => new ServiceUnavailableException(error),
            ["ThrottlingException"] = error => new ThrottlingException(error),
        }));
}
