using Amazon.CloudFormation;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Deployments;

/// <summary>Asks CloudFormation what it has in progress in one stack, by the stack's name.</summary>
public sealed class StackInProgress(AmazonCloudFormationClient formation, string stack)
{
    public async ValueTask<StackWord> AskAsync(string logicalId, CancellationToken cancellation)
    {
        try
        {
            var resource = (await formation.DescribeStackResourceAsync(new()
            {
                StackName = stack,
                LogicalResourceId = logicalId,
            }, cancellation)).StackResourceDetail;
            var stacks = Pages.Each(
                token => formation.DescribeStacksAsync(new()
                {
                    StackName = stack,
                    NextToken = token,
                }, cancellation), page => page.NextToken, page => page.Stacks);
            return resource is { StackId: { } id, ResourceType: { } type, ResourceStatus: { } status }
                && await stacks.FirstOrDefaultAsync(one => one.StackId == id, cancellation) is { StackStatus: { } stackStatus }
                ? new StackWord.Known(
                    id, stackStatus, resource.PhysicalResourceId is { Length: > 0 } physical ? physical : null, type, status)
                : new StackWord.Missing();
        }
        // CloudFormation's word for a stack or a resource that is not there.
        catch (AmazonCloudFormationException missing) when (missing.ErrorCode == "ValidationError")
        {
            return new StackWord.Missing();
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return new StackWord.Unanswered($"CloudFormation does not say what it has in progress: {AwsProblem.ClauseOf(error)}");
        }
    }
}
