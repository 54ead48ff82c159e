using Amazon.CloudWatch.Model;
using Amazon.Runtime.Internal;
using Amazon.Runtime;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch;

internal static class CloudWatchService
{
    public static ServiceIdentity Identity { get; } = new("CloudWatch", "2010-08-01", "monitoring", "monitoring") { Hosts = [HostRule.GovCloud] };

    public static QueryProtocol Protocol { get; } = new(Identity, new ErrorCodes(
        error => new AmazonCloudWatchException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["InvalidParameterValue"] = error => new InvalidParameterValueException(error),
            ["InvalidNextToken"] = error => new InvalidNextTokenException(error),
            ["InternalServiceError"] = error => new InternalServiceException(error),
            ["InvalidParameterCombination"] = error => new InvalidParameterCombinationException(error),
            ["MissingParameter"] = error => new MissingRequiredParameterException(error),
        }));
}
