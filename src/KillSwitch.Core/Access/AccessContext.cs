namespace KillSwitch.Core.Access;

/// <summary>
/// What is known of a request that is not made: keys with their values, keys that it certainly lacks, and all others of which nothing is
/// known.
/// </summary>
public sealed class AccessContext
{
    private readonly Dictionary<string, IReadOnlyList<string>?> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _whole = [];

    /// <summary>Null for a key that the request does not have.</summary>
    public AccessContext With(string key, params IReadOnlyList<string>? values)
    {
        var next = Copy();
        next._keys[key] = values;
        return next;
    }

    /// <summary>All keys under a name, such as <c>aws:PrincipalTag/</c>: those that are not among these are missing.</summary>
    public AccessContext WithAll(string prefix, IReadOnlyDictionary<string, string> values)
    {
        var next = Copy();
        next._whole.Add(prefix);
        foreach (var (name, value) in values)
            next._keys[prefix + name] = [value];
        return next;
    }

    /// <summary>Whether the request has the key.</summary>
    /// <param name="key">In any case.</param>
    /// <param name="values">Its values where it has.</param>
    internal Truth Find(string key, out IReadOnlyList<string> values)
    {
        values = [];
        if (_keys.TryGetValue(key, out var known))
        {
            values = known ?? [];
            return TruthLogic.Of(known is not null);
        }

        return _whole.Exists(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ? Truth.No : Truth.Unknown;
    }

    private AccessContext Copy()
    {
        var copy = new AccessContext();
        foreach (var (key, values) in _keys)
            copy._keys[key] = values;
        copy._whole.AddRange(_whole);
        return copy;
    }
}
