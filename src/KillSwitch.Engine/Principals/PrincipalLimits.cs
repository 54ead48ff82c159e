using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Principals;

/// <summary>Who is under a cap and could not be stopped as the policy says, because IAM lets nobody hold more policies or tags.</summary>
/// <param name="policy">In force.</param>
/// <param name="quotas">Of the account.</param>
/// <param name="hasControlPolicy">Whether the organization's policy can list who has no room.</param>
public sealed class PrincipalLimits(Policy policy, PrincipalQuotas quotas, bool hasControlPolicy)
{
    // A model has up to three spellings, a tag each.
    private const int TagsOfModel = 3;
    private const int NamedAtMost = 5;

    /// <summary>Whom no prepared deny fits on.</summary>
    public IReadOnlyList<ListedPrincipal> WithoutRoom(IEnumerable<ListedPrincipal> everyone) =>
        hasControlPolicy
            ? []
            : [.. everyone.Where(one => MayBeStopped(one) && PrincipalCaps.On(policy, one.Principal).Any() && !HasRoom(one))];

    /// <summary>Whom no tag can be set on that a stop by its session or of a model needs.</summary>
    public IReadOnlyList<ListedPrincipal> WithoutTags(IEnumerable<ListedPrincipal> everyone) =>
        [.. everyone.Where(one => MayBeStopped(one) && PrincipalQuotas.Tags - one.Tags < TagsFor(one.Principal))];

    /// <summary>What is wrong, if anything is.</summary>
    public IEnumerable<Condition> Conditions(IReadOnlyCollection<ListedPrincipal> everyone)
    {
        if (WithoutRoom(everyone) is { Count: > 0 } full)
        {
            yield return new Condition(
                GuardCondition.NoRoomForDeny,
                full.Count == 1 ? $"no deny fits on {PlainText.Of(full[0].Principal.Name)}" : $"no deny fits on {full.Count} principals",
                "They are under a cap and hold as many managed policies as IAM lets them: "
                    + $"{Names(full, one => $"{one.Policies} policies")}. Their spending is counted, and they cannot be stopped.",
                "detach a policy of theirs, or have the quota raised")
            { IsToldAtOnce = true };
        }

        if (WithoutTags(everyone) is { Count: > 0 } tagged)
        {
            yield return new Condition(
                GuardCondition.NoTagsFree,
                tagged.Count == 1
                    ? $"{PlainText.Of(tagged[0].Principal.Name)} has no tag free for a stop"
                    : $"{tagged.Count} principals have no tag free for a stop",
                $"IAM allows {PrincipalQuotas.Tags} tags, and a stop of a session or a model is a tag: "
                    + $"{Names(tagged, one => $"{one.Tags} tags")}. Instead of a session the whole role would be stopped; a stop of a "
                    + "model would leave them out, and fail.",
                "remove tags of theirs that nothing needs")
            { IsToldAtOnce = true };
        }
    }

    // Nothing is cut by a policy that observes.
    private bool MayBeStopped(ListedPrincipal one) => policy.Mode == PolicyMode.Enforce && one is { MaySpend: true, IsUnmodifiable: false }
        && Exemption.Of(policy, one.Principal) is null;

    private bool HasRoom(ListedPrincipal one) => one.Principal.Kind == PrincipalKind.Role
        ? one.Policies < quotas.PoliciesOfRole
        : one.Policies < quotas.PoliciesOfUser || one.Groups < quotas.GroupsOfUser;

    private int TagsFor(Principal principal) => Math.Max(
        policy.Rules.Any(rule => rule.Stop == StopScope.Model) ? TagsOfModel : 0,
        principal.Kind == PrincipalKind.Role && PrincipalCaps.On(policy, principal).Any(rule => rule.Stop == StopScope.Session) ? 1 : 0);

    private static string Names(IReadOnlyList<ListedPrincipal> found, Func<ListedPrincipal, string> what) =>
        Listing.Of(
            [.. found.OrderBy(one => one.Principal.Name, StringComparer.Ordinal)
                .Select(one => $"{PlainText.Of(one.Principal.Name)} ({what(one)})")],
            NamedAtMost);
}
