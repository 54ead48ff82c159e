using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Diagnosis.Principals;

/// <summary>Who of those that may spend cannot be stopped, by the same sweep and the same obstacles as a stop of the account.</summary>
internal static class Reachability
{
    // What a new account is given, where it cannot be asked.
    private const int FewestPolicies = 10;
    private const int FewestGroups = 10;

    public static async Task<OutOfReach> FindAsync(DoctorContext account, Policy policy, CancellationToken cancellation)
    {
        var principals = await account.PrincipalsAsync(cancellation);
        var limits = await LimitsAsync(account, cancellation);
        return Judge(principals, await CallersAsync(account, policy, cancellation), new RuleBook(policy), limits,
            account.Place.PreparedPolicies, account.Place.PrincipalScp is not null, account.Place.Account, account.Place.DenyOrder,
            PartsOf(policy, account.Place));
    }

    // What rules may stop of somebody besides the whole.
    private static IReadOnlyList<(StopScope Kind, string Policy)> PartsOf(Policy policy, Deployment place) =>
        [.. new (StopScope Kind, PreparedDeny Deny, Func<Rule, bool> IsUsedBy)[]
            {
                (StopScope.Session, PreparedDeny.Session, rule => rule.Stop == StopScope.Session),
                (StopScope.Model, PreparedDeny.Model, rule => rule.Stop == StopScope.Model),
                (StopScope.Model, PreparedDeny.Taken, rule => rule.Deny is not null),
            }.Where(part => policy.Rules.Any(part.IsUsedBy)).Select(part => (part.Kind, place.Arn(part.Deny)))];

    /// <param name="principals">Everybody in the account.</param>
    /// <param name="callers">Who was seen to call, by name.</param>
    /// <param name="rules">Say who is exempt.</param>
    /// <param name="limits">How many policies and groups one may have.</param>
    /// <param name="prepared">The guard's own policies: whoever holds one has had room.</param>
    /// <param name="hasControlPolicy">Whether the organization's policy can list whom no deny of the account's reaches.</param>
    /// <param name="own">The account.</param>
    /// <param name="order">Which deny gives its place to which; null where none does.</param>
    /// <param name="parts">What a rule may stop of somebody besides the whole, and by which policy.</param>
    internal static OutOfReach Judge(
        IReadOnlyList<AccountPrincipal> principals, IReadOnlyList<string> callers, RuleBook rules, Limits limits,
        IReadOnlyList<string> prepared, bool hasControlPolicy, string own,
        DenyOrder? order = null, IReadOnlyList<(StopScope Kind, string Policy)>? parts = null)
    {
        var (exempt, found) = (new List<string>(), new List<Unstoppable>());
        foreach (var one in principals.Where(one => one.MaySpend))
        {
            if (rules.IsExempt(one.Principal))
                exempt.Add(one.Principal.Name);
            else if ((Of(one, limits, prepared, hasControlPolicy) ?? PartOf(one, limits, order, parts ?? [])) is { } obstacle)
                found.Add(obstacle);
        }

        if (!hasControlPolicy)
        {
            found.Add(new Unstoppable("root", Reach.Root, "root cannot be denied by a policy of its own account",
                "give root no access keys; in an organization deploy with `-c organization=true`"));
        }

        foreach (var caller in callers.Where(
            caller => caller.StartsWith("arn:", StringComparison.Ordinal) && found.TrueForAll(one => one.Principal != caller)))
        {
            var isOwn = caller.Split(':') is [_, _, _, _, var owner, ..] && owner == own;
            if (!(isOwn && hasControlPolicy))
            {
                found.Add(new Unstoppable(
                    caller, Reach.OtherAccount, "it was seen to call, and belongs to another account, or is no role and no user",
                    "stop it where it belongs: in its own account"));
            }
        }

        return new OutOfReach([.. found.OrderBy(one => one.Principal, StringComparer.Ordinal)], exempt);
    }

    private static Unstoppable? Of(AccountPrincipal one, Limits limits, IReadOnlyList<string> prepared, bool hasControlPolicy)
    {
        var name = one.Principal.Name;
        var isRole = one.Principal.Kind == PrincipalKind.Role;
        if (name.StartsWith("role/AWSServiceRoleFor", StringComparison.Ordinal))
        {
            return new Unstoppable(
                name, Reach.ServiceLinked, AttachedDeny.Obstacle(name)!, "end what the service does by the service itself");
        }

        if (AttachedDeny.Obstacle(name) is { } obstacle)
        {
            return hasControlPolicy
                ? null
                : new Unstoppable(
                    name, Reach.IdentityCenter, obstacle,
                    "in an organization deploy with `-c organization=true`; else attach the prepared deny by the permission set");
        }

        var isFull = one.Attached.Count >= (isRole ? limits.PoliciesOfRole : limits.PoliciesOfUser) && !one.Attached.Any(prepared.Contains)
            && (isRole || one.Groups >= limits.GroupsOfUser);
        if (isFull && !(isRole && hasControlPolicy))
        {
            return new Unstoppable(
                name, Reach.PolicyLimit,
                isRole ? $"it holds {one.Attached.Count} managed policies, as many as it may"
                    : $"it holds {one.Attached.Count} managed policies and is in {one.Groups} groups, as many as it may",
                "detach one, or have the quota raised");
        }

        return one.MayPassStopTags
            ? new Unstoppable(
                name, Reach.PassesStopTags,
                "its trust lets whoever assumes it pass session tags that hide the guard's: no session and no model of it can be "
                + "stopped, only the whole role",
                "a Deny of `sts:TagSession` in its trust, where `ForAnyValue:StringLike` `aws:TagKeys` is `killswitch-stopped*`")
            : null;
    }

    // The place that a weaker deny gives up may do for the whole, and not for a part.
    private static Unstoppable? PartOf(
        AccountPrincipal one, Limits limits, DenyOrder? order, IReadOnlyList<(StopScope Kind, string Policy)> parts)
    {
        var isRole = one.Principal.Kind == PrincipalKind.Role;
        if (order is null || one.Attached.Count < (isRole ? limits.PoliciesOfRole : limits.PoliciesOfUser)
            || (!isRole && one.Groups < limits.GroupsOfUser))
        {
            return null;
        }

        var without = parts.Where(part => (isRole || part.Kind != StopScope.Session) && !one.Attached.Contains(part.Policy)
            && !order.Yielding(part.Policy, [.. one.Attached]).Any() && !order.IsCovered(part.Policy, [.. one.Attached]))
            .Select(part => part.Kind == StopScope.Session
                ? "no session of it can be stopped alone, only the whole role"
                : "no model can be stopped for it").Distinct().ToList();
        return without.Count == 0
            ? null
            : new Unstoppable(
                one.Principal.Name, Reach.NoRoomForPart,
                $"it holds {one.Attached.Count} managed policies, as many as it may: {string.Join("; ", without)}",
                "detach one, or have the quota raised");
    }

    private static async Task<Limits> LimitsAsync(DoctorContext account, CancellationToken cancellation)
    {
        try
        {
            var known = (await account.Iam.GetAccountSummaryAsync(new GetAccountSummaryRequest(), cancellation)).SummaryMap ?? [];
            return new Limits(
                known.GetValueOrDefault("AttachedPoliciesPerRoleQuota", FewestPolicies),
                known.GetValueOrDefault("AttachedPoliciesPerUserQuota", FewestPolicies),
                known.GetValueOrDefault("GroupsPerUserQuota", FewestGroups));
        }
        catch (Exception error) when (LookRefusal.Is(error))
        {
            return new Limits(FewestPolicies, FewestPolicies, FewestGroups);
        }
    }

    /// <summary>Who called this month, as counters name them.</summary>
    internal static async Task<IReadOnlyList<string>> CallersAsync(DoctorContext account, Policy policy, CancellationToken cancellation)
    {
        var sums = await account.Guard.Usage.SumAsync(
            ThisMonth(account, policy), ScopeText.Shape(account.Place.Account, [Dimension.Account, Dimension.Principal], ""), cancellation);
        return [.. sums.Select(sum => ScopeText.Value(sum.Key, Dimension.Principal)).OfType<string>().Distinct()];
    }

    /// <summary>The hours of the month up to now, in the policy's zone.</summary>
    internal static IEnumerable<Window> ThisMonth(DoctorContext account, Policy policy)
    {
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var now = account.Now.ToUnixTimeSeconds();
        var month = calendar.Containing(WindowUnit.Month, now);
        return calendar.Hours(month.Start, Math.Min(month.End, now + 1));
    }

    internal readonly record struct Limits(int PoliciesOfRole, int PoliciesOfUser, int GroupsOfUser);
}
