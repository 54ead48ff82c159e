using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Diagnosis.Checks;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Every group for users without room is there and holds its deny.</summary>
internal sealed class PreparedGroupsCheck() : Check("prepared-groups", ChainPart.Denies, "iam:ListEntitiesForPolicy")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var policies = PreparedPolicy.Of(account.Place).Where(policy => policy.Deny.IsForUsers).ToList();
        var empty = new List<string>();
        foreach (var policy in policies)
        {
            if (!await IsHeldAsync(account, policy, cancellation))
                empty.Add(policy.Name);
        }

        return empty.Count == 0
            ? Finding.Ok($"all {policies.Count} hold their deny")
            : Finding.Fault($"groups are gone or hold no deny: {Finding.Names(empty)}; users at their limit of policies cannot be stopped",
                account.Redeployment.Command);
    }

    private static async Task<bool> IsHeldAsync(DoctorContext account, PreparedPolicy policy, CancellationToken cancellation)
    {
        try
        {
            return await Pages.Each(
                marker => account.Iam.ListEntitiesForPolicyAsync(
                    new ListEntitiesForPolicyRequest
                    {
                        PolicyArn = policy.Arn,
                        EntityFilter = Amazon.IdentityManagement.EntityType.Group,
                        Marker = marker,
                    }, cancellation),
                page => Pages.Marker(page.IsTruncated, page.Marker),
                page => page.PolicyGroups).AnyAsync(group => group.GroupName == policy.Name, cancellation);
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            // The policy is gone, and no group holds it.
            return false;
        }
    }
}
