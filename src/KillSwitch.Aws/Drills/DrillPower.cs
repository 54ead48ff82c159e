using Amazon;
using Amazon.Bedrock;
using Amazon.CloudWatchLogs;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using Amazon.SecurityToken;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>A person's power over what a drill makes, calls and reads, beside a guard.</summary>
public sealed class DrillPower : IDisposable
{
    private static readonly TimeSpan LifeOfRoles = TimeSpan.FromHours(1);

    private readonly AmazonIdentityManagementServiceClient _iam;
    private readonly AmazonBedrockClient _bedrock;
    private readonly AmazonCloudWatchLogsClient _logs;
    private readonly AmazonSecurityTokenServiceClient _sts;

    /// <param name="place">Of the guard.</param>
    /// <param name="policies">Of the guard.</param>
    /// <param name="credentials">The person's.</param>
    /// <param name="by">Who that is, by ARN.</param>
    /// <param name="region">Where calls are made.</param>
    /// <param name="group">Where Bedrock writes its records there.</param>
    /// <param name="clock">The time.</param>
    public DrillPower(
        Deployment place, DynamoPolicyStore policies, AWSCredentials credentials, string by, string region, string group,
        TimeProvider clock)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        _iam = new AmazonIdentityManagementServiceClient(
            credentials, new AmazonIdentityManagementServiceConfig { RegionEndpoint = endpoint });
        _bedrock = new AmazonBedrockClient(credentials, new AmazonBedrockConfig { RegionEndpoint = endpoint });
        _logs = new AmazonCloudWatchLogsClient(credentials, new AmazonCloudWatchLogsConfig { RegionEndpoint = endpoint });
        _sts = new AmazonSecurityTokenServiceClient(credentials, endpoint);
        var access = new DrillAccess(region, place.Account, by, clock.GetUtcNow() + LifeOfRoles);
        Ports = new DrillPorts
        {
            Models = new OfferedTextModels(_bedrock),
            Roles = new DrillRoles(_iam, access, place.Stack),
            Calls = new DrillAssumption(_sts, by.Split(':')[1], place.Account, place.Stack, endpoint, clock),
            Records = new DrillRecords(_logs, group, clock),
            Rules = new DrillRules(policies, by, clock),
            ModelDeny = new OneModelDeny(_iam, place.Arn(PreparedDeny.Model), StopTags.Of(place.Stack), place.Account, clock),
        };
    }

    public DrillPorts Ports { get; }

    public void Dispose()
    {
        _iam.Dispose();
        _bedrock.Dispose();
        _logs.Dispose();
        _sts.Dispose();
    }
}
