using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Core.Denies;

namespace KillSwitch.Aws.Denies;

/// <summary>The prepared deny on one role or user: attached, detached, and read back.</summary>
/// <param name="policyArn">The prepared policy.</param>
/// <param name="principal"><c>role/NAME</c> or <c>user/NAME</c>.</param>
/// <param name="room">Makes room where there is none; null where nothing gives its place.</param>
internal sealed class AttachedDeny(AmazonIdentityManagementServiceClient iam, string policyArn, string principal, DenyRoom? room = null)
{
    private readonly bool _isRole = principal.StartsWith("role/", StringComparison.Ordinal);
    private readonly string _name = principal[(principal.IndexOf('/', StringComparison.Ordinal) + 1)..];
    private readonly DenyGroup _group = new(iam, policyArn);

    /// <summary>
    /// Attaching what is attached changes nothing. Where there is no room, a weaker deny gives its place, or a stronger one stands in.
    /// </summary>
    public async Task AttachAsync(CancellationToken cancellation)
    {
        try
        {
            await PutAsync(cancellation);
        }
        catch (AmazonIdentityManagementServiceException error) when (room is not null && error.Is("LimitExceeded"))
        {
            var attached = await AttachedAsync(room.Order, cancellation);
            if (room.Order.IsCovered(policyArn, attached))
                return;
            if (room.Order.Yielding(policyArn, attached).FirstOrDefault() is not { } weaker)
                throw;
            await TakePlaceAsync(room, weaker, cancellation);
        }
    }

    private Task PutAsync(CancellationToken cancellation) => _isRole
        ? iam.AttachRolePolicyAsync(new AttachRolePolicyRequest { RoleName = _name, PolicyArn = policyArn }, cancellation)
        : _group.UnlessRoomAsync(_name, () => iam.AttachUserPolicyAsync(new AttachUserPolicyRequest
        {
            UserName = _name,
            PolicyArn = policyArn,
        }, cancellation), cancellation);

    /// <summary>Detaching what is not attached changes nothing, and neither does detaching from who is gone.</summary>
    public async Task DetachAsync(CancellationToken cancellation)
    {
        try
        {
            await (_isRole
                ? iam.DetachRolePolicyAsync(new DetachRolePolicyRequest { RoleName = _name, PolicyArn = policyArn }, cancellation)
                : (Task)iam.DetachUserPolicyAsync(new DetachUserPolicyRequest { UserName = _name, PolicyArn = policyArn }, cancellation));
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            // Nothing is attached, or there is nobody.
        }

        if (!_isRole)
            await _group.RemoveAsync(_name, cancellation);
        if (room is not null)
            await ReturnAsync(room, cancellation);
    }

    // INVARIANT (whoever is to be stopped is never left with less than before): what cannot be put on gives the place back.
    private async Task TakePlaceAsync(DenyRoom place, string weaker, CancellationToken cancellation)
    {
        var other = new AttachedDeny(iam, weaker, principal);
        await place.YieldAsync(principal, weaker, cancellation);
        await other.DetachAsync(cancellation);
        try
        {
            await PutInFreedPlaceAsync(cancellation);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            await other.PutAsync(CancellationToken.None);
            throw;
        }
    }

    // IAM may count what was just taken off for a moment longer.
    private async Task PutInFreedPlaceAsync(CancellationToken cancellation)
    {
        foreach (var wait in ReadBack.Waits.SkipLast(1))
        {
            try
            {
                await PutAsync(cancellation);
                return;
            }
            catch (AmazonIdentityManagementServiceException error) when (error.Is("LimitExceeded"))
            {
                await Task.Delay(wait, cancellation);
            }
        }

        await PutAsync(cancellation);
    }

    // Whoever puts holds on everyone finds within minutes what does not come back here.
    private async Task ReturnAsync(DenyRoom place, CancellationToken cancellation)
    {
        var owed = await place.OwedAsync(principal, policyArn, cancellation);
        if (owed.Count == 0)
            return;
        try
        {
            foreach (var hold in owed)
                await new AttachedDeny(iam, hold, principal).PutAsync(cancellation);
            await place.SettleAsync(principal, cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            // The place may be taken by somebody else's policy.
        }
    }

    /// <exception cref="AmazonIdentityManagementServiceException"><c>NoSuchEntity</c>: there is no such principal.</exception>
    public async Task<bool> IsAttachedAsync(CancellationToken cancellation) =>
        await Policies(cancellation).AnyAsync(policy => policy.PolicyArn == policyArn, cancellation)
        || (!_isRole && await _group.HoldsAsync(_name, cancellation));

    /// <summary>The same, or a deny is in place that denies all that this one would.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancellation) =>
        await IsAttachedAsync(cancellation)
            || (room is not null && room.Order.IsCovered(policyArn, await AttachedAsync(room.Order, cancellation)));

    /// <summary>Whether a deny of this kind could be put on now, or after a weaker one has given its place.</summary>
    public async Task<bool> MayTakePlaceAsync(CancellationToken cancellation) =>
        room is not null && room.Order.Yielding(policyArn, await AttachedAsync(room.Order, cancellation)).Any();

    // Of the guard's own, the groups' among them.
    private async Task<IReadOnlyList<string>> AttachedAsync(DenyOrder order, CancellationToken cancellation)
    {
        var attached = new List<string>();
        foreach (var policy in order.All)
        {
            if (await new AttachedDeny(iam, policy, principal).IsAttachedAsync(cancellation))
                attached.Add(policy);
        }

        return attached;
    }

    /// <summary>Why nobody may change such a principal; null where the guard may try.</summary>
    public static string? Obstacle(string name) => name switch
    {
        "root" => "root cannot be denied by a policy of its own account",
        _ when name.StartsWith("role/AWSServiceRoleFor", StringComparison.Ordinal) => "a service-linked role cannot be changed",
        _ when name.StartsWith("role/AWSReservedSSO_", StringComparison.Ordinal) =>
            "a role of IAM Identity Center cannot be changed but by its permission set",
        _ when name.StartsWith("role/", StringComparison.Ordinal) || name.StartsWith("user/", StringComparison.Ordinal) => null,
        _ when name.StartsWith("arn:", StringComparison.Ordinal) => "it belongs to another account, or is no role and no user",
        _ => "it is no role and no user",
    };

    /// <summary>Whether IAM has such a role or user.</summary>
    /// <param name="principal">As <c>role/NAME</c> or <c>user/NAME</c>.</param>
    public static async Task<bool> HasPrincipalAsync(
        AmazonIdentityManagementServiceClient iam, string principal, CancellationToken cancellation)
    {
        try
        {
            // The first policy answers, and so does the end of a list without any.
            await foreach (var _ in new AttachedDeny(iam, policyArn: "", principal).Policies(cancellation))
                break;
            return true;
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            return false;
        }
    }

    private IAsyncEnumerable<AttachedPolicyType> Policies(CancellationToken cancellation) => _isRole
        ? Pages.Each(
            marker => iam.ListAttachedRolePoliciesAsync(new ListAttachedRolePoliciesRequest
            {
                RoleName = _name,
                Marker = marker,
            }, cancellation),
            page => Pages.Marker(page.IsTruncated, page.Marker),
            page => page.AttachedPolicies)
        : Pages.Each(
            marker => iam.ListAttachedUserPoliciesAsync(new ListAttachedUserPoliciesRequest
            {
                UserName = _name,
                Marker = marker,
            }, cancellation),
            page => Pages.Marker(page.IsTruncated, page.Marker),
            page => page.AttachedPolicies);
}
