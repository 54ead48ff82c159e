using KillSwitch.Core.Access;

namespace KillSwitch.Core.OtherKeys;

/// <summary>Who may assume which role, by the roles' trusts: sorted once, so that nobody is held against every role.</summary>
internal sealed class TrustIndex
{
    private const string Assume = "sts:AssumeRole";

    private readonly Dictionary<string, List<Identity>> _byService = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Identity>> _byName = new(StringComparer.Ordinal);
    private readonly List<Identity> _particular = [];
    private readonly List<Identity> _open = [];
    private readonly HashSet<string> _conditional = new(StringComparer.Ordinal);
    private readonly ActionReach _reach;

    public TrustIndex(IEnumerable<Identity> roles, ActionReach reach)
    {
        _reach = reach;
        foreach (var role in roles)
            Add(role);
    }

    /// <summary>The roles that a service may run as.</summary>
    public IReadOnlyList<Identity> OfService(string service) => _byService.TryGetValue(service, out var roles) ? roles : [];

    /// <summary>
    /// The roles that a principal may assume: those that name it, and those that its own policies let it assume. Two lists, of which the
    /// second may be another's, too.
    /// </summary>
    public (IReadOnlyList<Step> Named, IReadOnlyList<Step> Open) Of(Identity who, IReadOnlyList<AccessPolicy> also)
    {
        var named = new List<Step>();
        foreach (var role in _byName.GetValueOrDefault(who.Arn, []).Concat(_particular).Distinct())
        {
            if (role != who && Decide(who, also, role) is var verdict && verdict != Truth.No)
                named.Add(new Step(role, verdict == Truth.Yes));
        }

        var open = _reach.Of(who, also, Assume, _open);
        return (named.Count == 0 ? Step.None : named, open);
    }

    /// <summary>Whether a role's trust holds by a condition that is not known, where it is open to its account.</summary>
    public bool IsConditional(Identity role) => _conditional.Contains(role.Arn);

    private void Add(Identity role)
    {
        var trust = role.Trust!;
        var statements = trust.Statements.Where(statement => statement.IsAbout(TextPattern.Literal(Assume))).ToList();
        var allows = statements.Where(statement => !statement.IsDeny && statement.Principals is not null).ToList();
        foreach (var service in RunningService.All.Select(service => service.Name).Distinct()
            .Where(service => allows.Exists(allow => allow.Principals!.NamesService(service))))
        {
            (_byService.TryGetValue(service, out var known) ? known : _byService[service] = []).Add(role);
        }

        var account = role.Arn.Split(':')[4];
        var nobody = $"arn:aws:iam::{account}:user/*";
        // What names everybody, or all but somebody, denies, or cannot be read is looked at one by one.
        if (!trust.IsReadable
            || statements.Exists(statement => statement.IsDeny || statement.Principals is { IsNot: true }
            || statement.Principals?.Aws.Contains("*") == true || statement.DependsOnCaller))
        {
            _particular.Add(role);
            return;
        }

        foreach (
            var arn in allows.SelectMany(allow => allow.Principals!.Aws).Select(AccessPrincipals.RoleOf).Distinct(StringComparer.Ordinal))
        {
            (_byName.TryGetValue(arn, out var known) ? known : _byName[arn] = []).Add(role);
        }

        var held = allows.Where(allow => allow.Principals!.Names(nobody)).Any(allow => allow.Holds(new AccessContext()));
        if (held == Truth.No)
            return;
        _open.Add(role);
        if (held == Truth.Unknown)
            _conditional.Add(role.Arn);
    }

    private static Truth Decide(Identity who, IReadOnlyList<AccessPolicy> also, Identity role)
    {
        var context = who.Context.WithAll("aws:ResourceTag/", role.Tags).WithAll("iam:ResourceTag/", role.Tags);
        var own = new ActionAccess(who.Policies.Concat(also), Assume);
        if (own.IsDenied(role.Arn, context))
            return Truth.No;
        if (!role.Trust!.IsReadable)
            return Truth.Unknown;
        var statements = role.Trust.Statements.Where(
            statement => statement.Principals is not null && statement.IsAbout(TextPattern.Literal(Assume))).ToList();
        if (statements.Exists(deny => deny.IsDeny && deny.Principals!.Names(who.Arn) && deny.Holds(context) == Truth.Yes))
            return Truth.No;
        var allows = statements.FindAll(allow => !allow.IsDeny);
        var bound = who.Boundary is { } boundary ? new ActionAccess([boundary], Assume).On(role.Arn, context) : AccessVerdict.Allowed;
        // A trust that names somebody of the account suffices; a boundary limits a role that is named, and no user.
        var direct = allows.FindAll(allow => allow.Principals!.NamesDirectly(who.Arn)).Any(allow => allow.Holds(context));
        var byName = who.IsRole ? direct.And(Of(bound)) : direct;
        var byAccount = allows.FindAll(allow => allow.Principals!.Names(who.Arn)).Any(allow => allow.Holds(context))
            .And(Of(own.On(role.Arn, context))).And(Of(bound));
        return byName.Or(byAccount);
    }

    private static Truth Of(AccessVerdict verdict) => verdict switch
    {
        AccessVerdict.Allowed => Truth.Yes,
        AccessVerdict.May => Truth.Unknown,
        _ => Truth.No,
    };
}
