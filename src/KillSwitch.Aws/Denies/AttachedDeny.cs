using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace KillSwitch.Aws.Denies;

/// <summary>The prepared deny on one role or user: attached, detached, and read back.</summary>
/// <param name="iam">The account's IAM.</param>
/// <param name="policyArn">The prepared policy.</param>
/// <param name="principal"><c>role/NAME</c> or <c>user/NAME</c>.</param>
internal sealed class AttachedDeny(AmazonIdentityManagementServiceClient iam, string policyArn, string principal)
{
    private readonly bool _isRole = principal.StartsWith("role/", StringComparison.Ordinal);
    private readonly string _name = principal[(principal.IndexOf('/', StringComparison.Ordinal) + 1)..];
    private readonly DenyGroup _group = new(iam, policyArn);

    /// <summary>Attaching what is attached changes nothing.</summary>
    public Task AttachAsync(CancellationToken cancellation) => _isRole
        ? iam.AttachRolePolicyAsync(new AttachRolePolicyRequest { RoleName = _name, PolicyArn = policyArn }, cancellation)
        : _group.UnlessRoomAsync(_name, () => iam.AttachUserPolicyAsync(new AttachUserPolicyRequest { UserName = _name, PolicyArn = policyArn }, cancellation), cancellation);

    /// <summary>Detaching what is not attached changes nothing, and neither does detaching from who is gone.</summary>
    public async Task DetachAsync(CancellationToken cancellation)
    {
        try
        {
            await (_isRole
                ? iam.DetachRolePolicyAsync(new DetachRolePolicyRequest { RoleName = _name, PolicyArn = policyArn }, cancellation)
                : (Task)iam.DetachUserPolicyAsync(new DetachUserPolicyRequest { UserName = _name, PolicyArn = policyArn }, cancellation));
        }
        catch (NoSuchEntityException)
        {
            // Nothing is attached, or there is nobody.
        }

        if (!_isRole)
            await _group.RemoveAsync(_name, cancellation);
    }

    /// <exception cref="NoSuchEntityException">There is no such principal.</exception>
    public async Task<bool> IsAttachedAsync(CancellationToken cancellation)
    {
        string? marker = null;
        do
        {
            var (policies, next) = await PageAsync(marker, cancellation);
            if (policies.Exists(policy => policy.PolicyArn == policyArn))
                return true;
            marker = next;
        }
        while (marker is not null);
        return !_isRole && await _group.HoldsAsync(_name, cancellation);
    }

    /// <summary>Why nobody may change such a principal; null where the guard may try.</summary>
    public static string? Obstacle(string name) => name switch
    {
        "root" => "root cannot be denied by a policy of its own account",
        _ when name.StartsWith("role/AWSServiceRoleFor", StringComparison.Ordinal) => "a service-linked role cannot be changed",
        _ when name.StartsWith("role/AWSReservedSSO_", StringComparison.Ordinal) => "a role of IAM Identity Center cannot be changed but by its permission set",
        _ when name.StartsWith("role/", StringComparison.Ordinal) || name.StartsWith("user/", StringComparison.Ordinal) => null,
        _ when name.StartsWith("arn:", StringComparison.Ordinal) => "it belongs to another account, or is no role and no user",
        _ => "it is no role and no user",
    };

    private async Task<(List<AttachedPolicyType> Policies, string? Marker)> PageAsync(string? marker, CancellationToken cancellation)
    {
        if (_isRole)
        {
            var roles = await iam.ListAttachedRolePoliciesAsync(new ListAttachedRolePoliciesRequest { RoleName = _name, Marker = marker }, cancellation);
            return (roles.AttachedPolicies ?? [], roles.IsTruncated == true ? roles.Marker : null);
        }

        var users = await iam.ListAttachedUserPoliciesAsync(new ListAttachedUserPoliciesRequest { UserName = _name, Marker = marker }, cancellation);
        return (users.AttachedPolicies ?? [], users.IsTruncated == true ? users.Marker : null);
    }
}
