using System.Runtime.CompilerServices;

namespace KillSwitch.Core.Access;

/// <summary>What some policies say of one action: their statements on it, picked once and asked for many resources.</summary>
internal sealed class ActionAccess : IEquatable<ActionAccess>
{
    private readonly List<AccessStatement> _allows;
    private readonly List<AccessStatement> _denies;
    private readonly Truth _unread;

    public ActionAccess(IEnumerable<AccessPolicy> policies, string action)
    {
        var what = TextPattern.Of(action);
        var all = policies.ToList();
        _unread = all.TrueForAll(policy => policy.IsReadable) ? Truth.No : Truth.Unknown;
        var about = all.SelectMany(policy => policy.Statements).Where(statement => statement.IsAbout(what))
            .ToLookup(statement => statement.IsDeny);
        (_allows, _denies) = ([.. about[false]], [.. about[true]]);
    }

    /// <summary>Whether anything is allowed at all.</summary>
    public bool IsMentioned => _allows.Count > 0 || _unread == Truth.Unknown;

    /// <summary>The ARNs that alone may be allowed; null where a wildcard allows more.</summary>
    public IReadOnlyCollection<string>? OnlyResources =>
        _unread == Truth.No
            && _allows.TrueForAll(allow => allow is { IsNotResource: false, Resources: { HasVariables: false } resources }
            && resources.Texts.All(text => text.IndexOfAny(['*', '?']) < 0))
            ? [.. _allows.SelectMany(allow => allow.Resources!.Texts).Distinct(StringComparer.Ordinal)]
            : null;

    /// <summary>Whether who asks makes a difference beyond what policies it holds.</summary>
    public bool DependsOnCaller => _allows.Concat(_denies).Any(statement => statement.DependsOnCaller);

    /// <summary>Whether it says the same of everything: it rests on the same statements.</summary>
    public bool Equals(ActionAccess? other) =>
        other is not null && _unread == other._unread && Same(_allows, other._allows) && Same(_denies, other._denies);

    public override bool Equals(object? obj) => Equals(obj as ActionAccess);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var statement in _allows)
            hash.Add(RuntimeHelpers.GetHashCode(statement));
        return hash.ToHashCode();
    }

    public AccessVerdict On(string resource, AccessContext context)
    {
        var on = TextPattern.Of(resource);
        var denies = _denies.FindAll(statement => statement.Holds(context) == Truth.Yes);
        if (denies.Exists(deny => Denies(deny, on, context)))
            return AccessVerdict.Denied;
        var (found, isDenied) = (_unread, false);
        foreach (var allow in _allows)
        {
            var holds = allow.Holds(context);
            if (holds <= found)
                continue;
            foreach (var open in Open(allow, on, context))
            {
                if (denies.Exists(deny => Denies(deny, open, context)))
                    isDenied = true;
                else
                    found = found.Or(open.IsCertain ? holds : Truth.Unknown);
            }
        }

        return found switch
        {
            Truth.Yes => AccessVerdict.Allowed,
            Truth.Unknown => AccessVerdict.May,
            _ => isDenied ? AccessVerdict.Denied : AccessVerdict.Unmentioned,
        };
    }

    /// <summary>Whether a statement denies it, whatever is allowed.</summary>
    public bool IsDenied(string resource, AccessContext context) =>
        _denies.Exists(deny => deny.Holds(context) == Truth.Yes && Denies(deny, TextPattern.Of(resource), context));

    // What of the question a statement allows: the narrower of the two.
    private static IEnumerable<TextPattern> Open(AccessStatement allow, TextPattern on, AccessContext context)
    {
        if (allow.Resources is not { } resources)
            return [on];
        if (allow.IsNotResource)
            return resources.Exceptions(context).Any(pattern => pattern.IsCertain && ArnPattern.Covers(pattern, on)) ? [] : [on];
        var patterns = resources.Patterns(context);
        return patterns.Where(pattern => ArnPattern.Overlap(pattern, on))
            .Select(pattern => pattern.IsCertain && ArnPattern.Covers(pattern, on) ? on : pattern);
    }

    private static bool Denies(AccessStatement deny, TextPattern on, AccessContext context)
    {
        if (deny.Resources is not { } resources)
            return true;
        return deny.IsNotResource
            ? !resources.Exceptions(context).Any(pattern => ArnPattern.Overlap(pattern, on))
            : resources.Patterns(context).Any(pattern => pattern.IsCertain && ArnPattern.Covers(pattern, on));
    }

    private static bool Same(List<AccessStatement> one, List<AccessStatement> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => ReferenceEquals(pair.First, pair.Second));
}
