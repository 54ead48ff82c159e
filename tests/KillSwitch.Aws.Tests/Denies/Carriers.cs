using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>Stops of those who carry a tag.</summary>
internal static class Carriers
{
    /// <param name="iam">The account's.</param>
    /// <param name="policyArn">Of the deny.</param>
    /// <param name="policies">Says who is exempt.</param>
    /// <param name="memory">Keeps who has carried the tag; null to keep nobody.</param>
    /// <param name="standing">Other such stops.</param>
    public static PrincipalsDeny Deny(
        AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies, IGuardMemory? memory = null,
        params StopTarget.Principals[] standing) =>
        new(iam, policyArn, policies, _ => ValueTask.FromResult<IReadOnlyList<StopTarget.Principals>>(standing), TimeProvider.System)
        {
            Carriers = memory is null ? null : new CarrierBook(memory),
        };
}
