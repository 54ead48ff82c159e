using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>A prepared deny.</summary>
/// <param name="Deny">Which.</param>
/// <param name="Arn">Of the policy.</param>
/// <param name="Document">What this version of the guard writes into it.</param>
internal sealed record PreparedPolicy(PreparedDeny Deny, string Arn, string Document)
{
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];

    public static IReadOnlyList<PreparedPolicy> Of(Deployment place) =>
    [
        .. PreparedDeny.All.Where(place.Denies.ContainsKey)
            .Select(deny => new PreparedPolicy(deny, place.Arn(deny), place.Document(deny))),
        .. place.Lease is { } lease
            ? (PreparedPolicy[])[new(PreparedDeny.Lease, lease.PolicyArn, place.Document(PreparedDeny.Lease))]
            : [],
    ];

    /// <summary>As it is in force in IAM; null where the policy is gone.</summary>
    public async Task<string?> InForceAsync(DoctorContext account, CancellationToken cancellation)
    {
        try
        {
            var policy = (await account.Iam.GetPolicyAsync(new GetPolicyRequest { PolicyArn = Arn }, cancellation)).Policy;
            var version = await account.Iam.GetPolicyVersionAsync(new GetPolicyVersionRequest
            {
                PolicyArn = Arn,
                VersionId = policy.DefaultVersionId,
            }, cancellation);
            return Uri.UnescapeDataString(version.PolicyVersion.Document ?? "");
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            return null;
        }
    }
}
