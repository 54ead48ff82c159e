using Amazon;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>Sessions of a drill's roles, by a person's own power.</summary>
/// <param name="sts">The person's.</param>
/// <param name="partition">Of the account.</param>
/// <param name="account">Twelve digits.</param>
/// <param name="stack">Of the guard.</param>
/// <param name="region">Where calls are made.</param>
/// <param name="clock">The time.</param>
internal sealed class DrillAssumption(
    IAmazonSecurityTokenService sts, string partition, string account, string stack, RegionEndpoint region, TimeProvider clock)
    : IDrillCalls
{
    // The most for whoever is in a role already.
    private const int Seconds = 3600;

    public async ValueTask<IDrillCaller?> AssumeAsync(string role, string session, CancellationToken cancellation)
    {
        try
        {
            var answer = await sts.AssumeRoleAsync(
                new AssumeRoleRequest
                {
                    RoleArn = $"arn:{partition}:iam::{account}:role{DrillNames.Path(stack)}{role}",
                    RoleSessionName = session,
                    DurationSeconds = Seconds,
                },
                cancellation);
            return new DrillSession(answer.Credentials, region, clock);
        }
        // So IAM says of a role that it does not know everywhere yet.
        catch (AmazonSecurityTokenServiceException error) when (error.ErrorCode is "AccessDenied" or "AccessDeniedException")
        {
            return null;
        }
    }
}
