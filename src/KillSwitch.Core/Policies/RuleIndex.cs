namespace KillSwitch.Core.Policies;

/// <summary>
/// Finds the rules that may match a value without trying the others: a rule is filed under the text that
/// each of its patterns on one field begins with; a rule with no such text is always tried.
/// </summary>
public sealed class RuleIndex
{
    private readonly List<int> _always = [];
    private readonly Dictionary<Dimension, Shelf> _shelves = [];

    /// <param name="rules">What each rule matches on, in the policy's order.</param>
    public RuleIndex(IReadOnlyList<IReadOnlyList<FieldPatterns>> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var anchor = rules[i]
                .Select(match => (match.Field, Prefixes: match.Anchors.ToList()))
                .Where(match => match.Prefixes.All(prefix => prefix.Length > 0))
                .OrderByDescending(match => match.Prefixes.Min(prefix => prefix.Length))
                .FirstOrDefault();
            if (anchor.Prefixes is null)
            {
                _always.Add(i);
                continue;
            }

            if (!_shelves.TryGetValue(anchor.Field, out var shelf))
                _shelves.Add(anchor.Field, shelf = new Shelf());
            foreach (var prefix in anchor.Prefixes)
                shelf.Add(prefix, i);
        }
    }

    /// <summary>The positions of the rules that may match, each once, in the policy's order.</summary>
    /// <param name="spellings">The values of a field that a pattern is tried on.</param>
    public IEnumerable<int> Candidates(Func<Dimension, IEnumerable<string>> spellings)
    {
        var found = new SortedSet<int>(_always);
        foreach (var (field, shelf) in _shelves)
        {
            foreach (var value in spellings(field))
                shelf.Find(value, found);
        }

        return found;
    }

    private sealed class Shelf
    {
        private readonly SortedSet<int> _lengths = [];
        private readonly Dictionary<string, List<int>> _rules = new(StringComparer.Ordinal);

        public void Add(string prefix, int rule)
        {
            _lengths.Add(prefix.Length);
            if (!_rules.TryGetValue(prefix, out var rules))
                _rules.Add(prefix, rules = []);
            rules.Add(rule);
        }

        public void Find(string value, SortedSet<int> found)
        {
            var lookup = _rules.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var length in _lengths)
            {
                if (length > value.Length)
                    return;
                if (lookup.TryGetValue(value.AsSpan(0, length), out var rules))
                    found.UnionWith(rules);
            }
        }
    }
}
