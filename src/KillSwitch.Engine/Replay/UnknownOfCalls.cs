using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;

namespace KillSwitch.Engine.Replay;

/// <summary>What a policy asks of calls and their records do not say, with whose calls they are.</summary>
internal sealed class UnknownOfCalls(RuleBook rules, PrincipalPaths paths)
{
    private readonly Dimension[] _asked =
        [.. rules.Asked.Where(UsageView.IsOnRequest).OrderBy(one => one.Kind).ThenBy(one => one.TagKey, StringComparer.Ordinal)];

    private readonly Dictionary<Dimension, SortedSet<string>> _names = [];
    private readonly HashSet<Principal> _withoutPath = [];

    public void Add(Invocation record)
    {
        if (rules.PathPatterns.Count > 0 && DimensionValue.Localized(record) is var caller
            && (caller.Path ?? paths.Of(caller.Name)) is null)
        {
            _withoutPath.Add(caller);
        }

        foreach (var dimension in _asked)
        {
            if (DimensionValue.Of(record, dimension) != Missing.Unknown)
                continue;
            if (!_names.TryGetValue(dimension, out var names))
                _names.Add(dimension, names = new SortedSet<string>(StringComparer.Ordinal));
            names.Add(DimensionValue.Of(record, dimension.IsOfCaller ? Dimension.Principal : Dimension.Profile));
        }
    }

    /// <summary>Patterns with a path, each with those whose path nobody knows.</summary>
    public IReadOnlyList<AssumedPath> AssumedPaths() =>
    [
        .. rules.PathPatterns.DistinctBy(pattern => pattern.Written)
            .Select(pattern => new AssumedPath(pattern.Written.Pattern,
                [
                    .. _withoutPath.Where(one => pattern.Matches(one, PrincipalPaths.Unknown)).Select(one => one.Name).Distinct()
                        .Order(StringComparer.Ordinal),
                ]))
            .Where(assumed => assumed.Principals.Count > 0),
    ];

    public IReadOnlyList<UnknownValue> Values() =>
        [.. _asked.Where(_names.ContainsKey).Select(dimension => new UnknownValue(dimension.ToString(), [.. _names[dimension]]))];
}
