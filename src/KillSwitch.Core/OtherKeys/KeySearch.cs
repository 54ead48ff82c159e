using KillSwitch.Core.Access;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.OtherKeys;

/// <summary>By which other identity of the account each principal under a cap can go on after a stop.</summary>
public sealed class KeySearch
{
    private static readonly string[] Spending =
        ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:CreateModelInvocationJob", "bedrock:InvokeAgent",
        "bedrock-mantle:CreateInference", "bedrock-agentcore:InvokeAgentRuntime"];
    private static readonly string[] Keys =
        ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:CreateServiceSpecificCredential"];
    private static readonly string[] Grants = ["iam:AttachRolePolicy", "iam:PutRolePolicy"];

    // Whoever is asked about is stopped.
    private static readonly AccessPolicy[] Stopped = [AccessPolicy.Parse(SpendingDeny.Document())];

    private readonly ActionReach _reach = new();
    private readonly KeyTargets _targets;
    private readonly Assumptions _assumptions;
    private readonly TrustIndex _trusts;
    private readonly IReadOnlyList<Identity> _all;
    private readonly Policy _policy;
    private readonly HashSet<Identity> _spenders;
    private readonly List<Identity> _users;
    private readonly List<Identity> _roles;
    private readonly List<Identity> _others;
    private readonly Dictionary<string, IReadOnlyList<Identity>> _runners;

    /// <param name="all">Every role and user of the account.</param>
    /// <param name="policy">Says who is under a cap and who is exempt.</param>
    public KeySearch(IReadOnlyList<Identity> all, Policy policy)
    {
        (_all, _policy) = (all, policy);
        _targets = new KeyTargets(policy);
        _spenders = [.. all.Where(MaySpend)];
        _users = [.. _spenders.Where(one => !one.IsRole)];
        _roles = [.. _spenders.Where(one => one.IsRole)];
        _others = [.. all.Where(one => one.IsRole && !_spenders.Contains(one))];
        _trusts = new TrustIndex(all.Where(one => one.Trust is not null), _reach);
        _assumptions = new Assumptions(_trusts);
        _runners = RunningService.All.Select(service => service.Name).Distinct()
            .ToDictionary(name => name, name => (IReadOnlyList<Identity>)[.. _trusts.OfService(name).Where(_spenders.Contains)]);
    }

    /// <summary>Whoever has no other key is left out; the worst first.</summary>
    public IReadOnlyList<KeyRing> Run()
    {
        var rules = new RuleBook(_policy);
        var rings =
            _all.Where(one => _spenders.Contains(one) && PrincipalCaps.IsUnder(_policy, one.Principal) && !rules.IsExempt(one.Principal))
            .Select(one => (one.Name, Keys: Of(one))).Where(one => one.Keys.Count > 0)
            .GroupBy(one => one.Keys, KeyTargets.SameKeys)
            .Select(group => new KeyRing([.. group.Select(one => one.Name).Order(StringComparer.Ordinal)], group.Key));
        return [.. rings.OrderBy(ring => ring.Worst).ThenByDescending(ring => ring.Keys.Sum(key => key.Targets.Count))
            .ThenBy(ring => ring.Principals[0], StringComparer.Ordinal)];
    }

    private static bool MaySpend(Identity one) => Spending.Any(action => one.May(action, "*", one.Context).IsOpen());

    private IReadOnlyList<OtherKey> Of(Identity who)
    {
        var found = new List<OtherKey>();
        var assumed = _assumptions.Of(who, Stopped);
        Add(KeyWay.Assume, null, assumed, isCertain: true);
        foreach (var service in RunningService.All)
        {
            if (_runners[service.Name] is not { Count: > 0 } runners)
                continue;
            if (_reach.Of(who, Stopped, "iam:PassRole", runners, service.Name) is { Count: > 0 } passed
                && service.Starts.Any(set => set.All(action => May(who, action))))
            {
                Add(KeyWay.Pass, service.Name, passed, isCertain: true);
            }

            if (service.Changes.FirstOrDefault(action => May(who, action)) is { } change)
                Add(KeyWay.TakeOver, change, _targets.AllOf(runners), isCertain: false);
        }

        foreach (var action in Keys)
            Add(KeyWay.Keys, action, _reach.Of(who, Stopped, action, _users), isCertain: true);
        Add(KeyWay.Trust, "iam:UpdateAssumeRolePolicy", _reach.Of(who, Stopped, "iam:UpdateAssumeRolePolicy", _roles), isCertain: true);
        foreach (var action in Grants)
            Add(KeyWay.Grant, action, KeyTargets.Both(_reach.Of(who, Stopped, action, _others), assumed), isCertain: true);
        found.AddRange(_targets.New(who, action => May(who, action)));
        return [.. found.OrderBy(key => key.Cap).ThenByDescending(key => key.IsCertain).ThenBy(key => key.Way)
            .ThenBy(key => key.By, StringComparer.Ordinal)];

        void Add(KeyWay way, string? by, IReadOnlyList<Step> steps, bool isCertain) =>
            found.AddRange(_targets.Of(way, by, way == KeyWay.Grant ? steps : _targets.Spenders(steps, _spenders), isCertain, who));
    }

    private static bool May(Identity who, string action) =>
        AccessEvaluator.Decide(who.Policies.Concat(Stopped), who.Boundary, action, "*", who.Context).IsOpen();
}
