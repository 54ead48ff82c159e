using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>A prepared deny.</summary>
/// <param name="Arn">Of the policy.</param>
/// <param name="Document">What this version of the guard writes into it.</param>
/// <param name="IsForUsers">Whether a group holds it for users without room.</param>
/// <param name="IsUnconditional">Whether it denies whoever holds it, whatever its tags say.</param>
internal sealed record PreparedPolicy(string Arn, string Document, bool IsForUsers, bool IsUnconditional)
{
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];

    public static IReadOnlyList<PreparedPolicy> Of(GuardPlace place) => Of(place, new GuardResources(place.Stack, place.LogGroup));

    private static IReadOnlyList<PreparedPolicy> Of(GuardPlace place, GuardResources guard) =>
    [
        new(place.DenyPolicy, SpendingDeny.Document(guard), true, true),
        new(place.AccountDenyPolicy, place.GuardDenyPolicy is null
            ? SpendingDeny.Document()
            : SpendingDeny.Document(guard, place.Operators), true, true),
        new(place.SessionDenyPolicy, SessionDeny.Document(guard), false, false),
        new(place.ModelDenyPolicy, ModelDeny.Document(), true, false),
        new(place.MantleDenyPolicy, MantleDeny.Document(), true, true),
        new(place.UnmeteredDenyPolicy, UnmeteredDeny.Document(), true, true),
        .. place.GuardDenyPolicy is { } policy
            ? (PreparedPolicy[])[new(policy, GuardDeny.Document(guard, place.Operators), true, false)]
            : [],
        .. place.Lease is { } lease ? (PreparedPolicy[])[new(lease.PolicyArn, SpendingDeny.Document(guard), false, true)] : [],
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
