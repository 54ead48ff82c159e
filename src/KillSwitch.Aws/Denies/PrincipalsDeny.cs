using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Stops everyone who carries a tag with one value: a prepared deny of its own on every such role and user that may spend on Bedrock and is
/// not exempt. Who loses the tag stays stopped until the stop ends.
/// </summary>
/// <param name="policyArn">The prepared policy of such stops, and of no others.</param>
/// <param name="policies">Says who is exempt, at the time of the stop.</param>
/// <param name="standing">The targets of such stops that hold somebody, or will.</param>
/// <param name="clock">When it was read back.</param>
public sealed class PrincipalsDeny(
    AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies,
    Func<CancellationToken, ValueTask<IReadOnlyList<StopTarget.Principals>>> standing, TimeProvider clock)
{
    private readonly KnownHolders _known = new();

    /// <summary>Makes room where there is none; null where nothing gives its place.</summary>
    public DenyRoom? Room { get; init; }

    /// <summary>Who has carried it; null where that is not kept.</summary>
    public CarrierBook? Carriers { get; init; }

    public async ValueTask<EnforcementResult> DenyAsync(StopTarget.Principals target, CancellationToken cancellation)
    {
        var members = await MembersAsync(target, cancellation);
        var result = await Everyone(members).DenyAsync(cancellation);
        await members.KeepAsync(cancellation);
        return result;
    }

    /// <summary>Takes the deny off everybody who holds it and whom no other such stop holds.</summary>
    public async ValueTask<EnforcementResult> AllowAsync(StopTarget.Principals target, CancellationToken cancellation)
    {
        try
        {
            var others = (await standing(cancellation)).Where(other => other != target && other.Account == target.Account).ToList();
            var kept = new HashSet<string>(StringComparer.Ordinal);
            if (others.Count > 0)
            {
                var everyone = await AccountPrincipals.ReadTagsAsync(iam, cancellation);
                foreach (var other in others)
                {
                    var held = await MembersAsync(other, cancellation);
                    kept.UnionWith(everyone.Where(held.TakesIn).Select(one => one.Principal.Name));
                }
            }

            var members = await MembersAsync(target, cancellation);
            var result = await Everyone(members, kept).AllowAsync(cancellation);
            if (result is EnforcementResult.Done)
                await members.ForgetAsync(cancellation);
            return result;
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return IamRefusal.Of(error, policyArn, target.Name);
        }
    }

    /// <summary>Whether everybody who can be denied is; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget.Principals target, CancellationToken cancellation) =>
        await Everyone(await MembersAsync(target, cancellation)).IsDeniedAsync(cancellation);

    /// <summary>Whether one is denied; null for one who does not carry the tag, where it cannot be said, or nobody can change it.</summary>
    public async ValueTask<bool?> IsDeniedToAsync(StopTarget.Principals target, string principal, CancellationToken cancellation)
    {
        if (AttachedDeny.Obstacle(principal) is not null)
            return null;
        try
        {
            var tags = TagSet.OfPrincipal(await new PrincipalTags(iam, principal).ListAsync(cancellation));
            var isHeld = await new AttachedDeny(iam, policyArn, principal, Room).IsHeldAsync(cancellation);
            return isHeld || target.Holds(tags) == true ? isHeld : null;
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    private ValueTask<Members> MembersAsync(StopTarget.Principals target, CancellationToken cancellation) =>
        Members.ReadAsync(target, target, Carriers, cancellation);

    private EveryoneDeny Everyone(Members members, IReadOnlySet<string>? kept = null) =>
        new(iam, new AttachedForm(iam, policyArn, Room, members.Target.Name, kept), policies, _known, clock)
        {
            TakesIn = members.TakesIn,
        };
}
