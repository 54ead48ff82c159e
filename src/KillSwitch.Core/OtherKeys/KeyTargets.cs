using KillSwitch.Core.Access;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.OtherKeys;

/// <summary>The other identities, by what they may spend. What was sorted once for one principal is the same for the next.</summary>
internal sealed class KeyTargets(Policy policy)
{
    private readonly RuleBook _rules = new(policy);
    private readonly Dictionary<IReadOnlyList<Step>, IReadOnlyList<(KeyCap Cap, bool IsCertain, IReadOnlyList<string> Names)>> _sorted = [];
    private readonly Dictionary<IReadOnlyList<Step>, IReadOnlyList<Step>> _spending = [];
    private readonly Dictionary<IReadOnlyList<Identity>, IReadOnlyList<Step>> _all = [];

    /// <summary>Whether two principals have the same keys.</summary>
    public static IEqualityComparer<IReadOnlyList<OtherKey>> SameKeys { get; } = EqualityComparer<IReadOnlyList<OtherKey>>.Create(
        (one, other) => one!.Count == other!.Count && one.Zip(other)
            .All(pair => pair.First with { Targets = pair.Second.Targets } == pair.Second && Same(pair.First.Targets, pair.Second.Targets)),
        keys => keys.Aggregate(keys.Count, (hash, key) => HashCode.Combine(hash, key.Way, key.By, key.Cap, key.Targets.Count)));

    public IReadOnlyList<Step> AllOf(IReadOnlyList<Identity> some) =>
        _all.TryGetValue(some, out var steps) ? steps : _all[some] = [.. some.Select(one => new Step(one, true))];

    public IReadOnlyList<Step> Spenders(IReadOnlyList<Step> steps, HashSet<Identity> spenders)
    {
        if (steps.Count == 0)
            return steps;
        if (!_spending.TryGetValue(steps, out var found))
            _spending[steps] = found = [.. steps.Where(step => spenders.Contains(step.To))];
        return found;
    }

    /// <summary>What is in both; certain where it is in both.</summary>
    public static IReadOnlyList<Step> Both(IReadOnlyList<Step> some, IReadOnlyList<Step> others)
    {
        if (some.Count == 0 || others.Count == 0)
            return Step.None;
        var certain = others.ToDictionary(step => step.To, step => step.IsCertain);
        return [.. some.Where(step => certain.ContainsKey(step.To))
            .Select(step => step with { IsCertain = step.IsCertain && certain[step.To] })];
    }

    /// <summary>One key for each allowance, and for what is certain and what is not.</summary>
    public IEnumerable<OtherKey> Of(KeyWay way, string? by, IReadOnlyList<Step> steps, bool isCertain, Identity who)
    {
        if (steps.Count == 0)
            yield break;
        if (!_sorted.TryGetValue(steps, out var sorted))
        {
            _sorted[steps] = sorted = [.. steps.GroupBy(step => (Cap: Of(step.To.Principal), step.IsCertain))
                .Select(group => (
                    group.Key.Cap, group.Key.IsCertain,
                    (IReadOnlyList<string>)[.. group.Select(step => step.To.Name).Order(StringComparer.Ordinal)]))];
        }

        foreach (var (allowance, certain, names) in sorted)
        {
            // Nobody is its own other.
            if (names is not [var only] || only != who.Name)
                yield return new OtherKey(way, by, allowance, isCertain && certain, names);
        }
    }

    /// <summary>The identities that somebody may make, under a name of its choice.</summary>
    public IEnumerable<OtherKey> New(Identity who, Func<string, bool> may)
    {
        if (may("iam:CreateRole") && (may("iam:PutRolePolicy") || may("iam:AttachRolePolicy")))
            yield return new OtherKey(KeyWay.Create, "iam:CreateRole", OfNew(PrincipalKind.Role, "role/", who), true, ["a new role"]);
        if (may("iam:CreateUser") && may("iam:CreateAccessKey")
            && (may("iam:PutUserPolicy") || may("iam:AttachUserPolicy") || may("iam:AddUserToGroup")))
        {
            yield return new OtherKey(KeyWay.Create, "iam:CreateUser", OfNew(PrincipalKind.User, "user/", who), true, ["a new user"]);
        }
    }

    private KeyCap Of(Principal principal) =>
        _rules.IsExempt(principal) ? KeyCap.Exempt : PrincipalCaps.IsUnder(policy, principal) ? KeyCap.OwnCap : KeyCap.NoCap;

    // A pattern that exempts names exempts whoever takes such a name.
    private KeyCap OfNew(PrincipalKind kind, string prefix, Identity who)
    {
        if (policy.Exempt.Any(glob => Exemption.CanBeMadeToFit(glob) && PrincipalPattern.Of(glob).Resource is var resource
            && (resource.StartsWith(prefix, StringComparison.Ordinal) || resource[0] == '*')))
        {
            return KeyCap.Exempt;
        }

        var arn = who.Arn.Split(':');
        return Of(new Principal(kind, prefix + "\uE000", $"arn:{arn[1]}:iam::{arn[4]}:{prefix}\uE000"));
    }

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        ReferenceEquals(one, other) || one.SequenceEqual(other);
}
