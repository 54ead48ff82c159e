using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra;

/// <summary>Every event of the log group goes to the meter; which of them count is decided there.</summary>
internal sealed class InvocationSubscription : Construct
{
    public InvocationSubscription(Construct scope, string id, ILogGroup logs, Function meter)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        // For any group of this account and region: where invocation logging writes already is found at the deployment.
        meter.AddPermission("Logs", new Permission
        {
            Principal = new ServicePrincipal("logs.amazonaws.com"),
            SourceAccount = stack.Account,
            SourceArn = $"arn:{stack.Partition}:logs:{stack.Region}:{stack.Account}:log-group:*:*",
        });
        Resource = new CfnSubscriptionFilter(this, "Filter", new CfnSubscriptionFilterProps
        {
            LogGroupName = logs.LogGroupName,
            FilterName = new OwnNames(stack.StackName, stack.Account, stack.Region).Filter,
            FilterPattern = "",
            DestinationArn = meter.FunctionArn,
        });
        Resource.Node.AddDependency(meter);
    }

    public CfnSubscriptionFilter Resource { get; }
}
