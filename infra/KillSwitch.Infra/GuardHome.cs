using Amazon.CDK.AWS.DynamoDB;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra;

/// <summary>What home alone has.</summary>
/// <param name="Table">The table.</param>
/// <param name="Notifications">Where people are told.</param>
/// <param name="Deployment">What every function is told.</param>
internal sealed record GuardHome(Table Table, NotificationTopic Notifications, Deployment Deployment)
{
    /// <summary>What every function reads and writes.</summary>
    public GuardReach Reach { get; } =
        new(Table.TableArn, [.. Notifications.All.Select(topic => topic.TopicArn), .. Deployment.OwnerTopics], Deployment);
}
