using Amazon.CDK.AWS.DynamoDB;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra;

/// <summary>What every function reads and writes.</summary>
/// <param name="Table">The table.</param>
/// <param name="Notifications">Where people are told.</param>
/// <param name="Deployment">What every function is told.</param>
/// <param name="Organization">Null outside of an organization.</param>
internal sealed record GuardHome(
    Table Table, NotificationTopic Notifications, Deployment Deployment, OrganizationPolicies? Organization);
