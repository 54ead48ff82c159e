namespace KillSwitch.Engine.Health;

/// <summary>What one run looked for, and what it found.</summary>
public sealed class Findings
{
    private readonly HashSet<string> _looked = [];
    private readonly List<Condition> _present = [];

    public IReadOnlySet<string> Looked => _looked;

    public IReadOnlyList<Condition> Present => _present;

    /// <summary>These kinds were looked for, and this is what was found of them; one of a kind is enough.</summary>
    public void Look(IEnumerable<string> kinds, IEnumerable<Condition> found)
    {
        _looked.UnionWith(kinds);
        _present.AddRange(found.Where(condition => _present.TrueForAll(other => other.Kind != condition.Kind)));
    }
}
