using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class IdentityManagementService
{
    public static ServiceIdentity Identity { get; } = new("IAM", "2010-05-08", "iam", "iam")
    {
        GlobalHosts = new Dictionary<string, GlobalHost>
        {
            ["aws"] = new("iam.amazonaws.com", "us-east-1"),
            ["aws-cn"] = new("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ["aws-us-gov"] = new("iam.us-gov.amazonaws.com", "us-gov-west-1"),
        },
    };

    public static QueryProtocol Protocol { get; } = new(Identity, new ErrorCodes(
        error => new AmazonIdentityManagementServiceException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["ConcurrentModification"] = error => new ConcurrentModificationException(error),
            ["InvalidInput"] = error => new InvalidInputException(error),
            ["LimitExceeded"] = error => new LimitExceededException(error),
            ["NoSuchEntity"] = error => new NoSuchEntityException(error),
            ["PolicyNotAttachable"] = error => new PolicyNotAttachableException(error),
            ["ServiceFailure"] = error => new ServiceFailureException(error),
            ["UnmodifiableEntity"] = error => new UnmodifiableEntityException(error),
        }));
}
