using Amazon.Budgets.Model;
using Amazon.Runtime.Internal;
using Amazon.Runtime;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class BudgetsService
{
    public static ServiceIdentity Identity { get; } = new("Budgets", "2016-10-20", "budgets", "budgets")
    {
        GlobalHosts = new Dictionary<string, GlobalHost>
        {
            ["aws"] = new("budgets.amazonaws.com", "us-east-1"),
            ["aws-cn"] = new("budgets.amazonaws.com.cn", "cn-northwest-1"),
        },
    };

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSBudgetServiceGateway", new ErrorCodes(
        error => new AmazonBudgetsException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["AccessDeniedException"] = error => new AccessDeniedException(error),
            ["InternalErrorException"] = error => new InternalErrorException(error),
            ["InvalidParameterException"] = error => new InvalidParameterException(error),
            ["NotFoundException"] = error => new NotFoundException(error),
            ["ThrottlingException"] = error => new ThrottlingException(error),
        }));
}
