using Amazon.SQS;
using Amazon.SQS.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>No function gave up on an event.</summary>
internal sealed class DeadLettersCheck()
    : Check("dead-letters", ChainPart.Deployment, "cloudformation:ListStackResources, sqs:GetQueueAttributes")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var queues = new List<(string Name, int? Waiting)>();
        // What people press in a chat waits for the function, and is no dead letter.
        foreach (var url in (await account.MadeAsync("AWS::SQS::Queue", cancellation))
            .Where(url => !url.Contains($"-{GuardSetting.ChatQueueId}-", StringComparison.Ordinal)))
        {
            queues.Add((url[(url.LastIndexOf('/') + 1)..], await WaitingAsync(account.Queues, url, cancellation)));
        }

        return Judge(queues, account.Redeployment);
    }

    /// <param name="queues">By name, how many messages wait; null for a queue that is gone.</param>
    internal static Finding Judge(IReadOnlyList<(string Name, int? Waiting)> queues, Redeployment deploy)
    {
        if (queues.Count == 0)
            return Finding.Fault("the stack has no dead-letter queue", deploy.Command);
        if (queues.Where(queue => queue.Waiting is null).Select(queue => queue.Name).ToList() is { Count: > 0 } gone)
            return Finding.Fault($"the dead-letter queue {Finding.Names(gone)} is gone", deploy.Command);
        var full = queues.Where(queue => queue.Waiting > 0).ToList();
        return full.Count == 0
            ? Finding.Ok($"all {queues.Count} queues are empty")
            : Finding.Fault(
                $"events were given up on: {Finding.Names([.. full.Select(queue => $"{queue.Waiting} in {queue.Name}")])}",
                "mend the cause that the function's log names, then send the messages to the function again; `aws sqs purge-queue` drops "
                    + "them, and the meter's are filled from the log group meanwhile");
    }

    private static async Task<int?> WaitingAsync(AmazonSQSClient sqs, string url, CancellationToken cancellation)
    {
        try
        {
            return (await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest
            {
                QueueUrl = url,
                AttributeNames = [QueueAttributeName.ApproximateNumberOfMessages],
            }, cancellation)).ApproximateNumberOfMessages;
        }
        catch (QueueDoesNotExistException)
        {
            return null;
        }
    }
}
