namespace KillSwitch.Engine.Health;

/// <summary>
/// Something that the guard keeps and that could not be read: somebody edited it, a newer program wrote it, or it is damaged.
/// </summary>
/// <param name="Name">Where it is kept.</param>
/// <param name="Reason">Begins in lower case, without a full stop.</param>
public sealed record DamagedItem(string Name, string Reason)
{
    /// <summary>One clause for a person.</summary>
    public override string ToString() => $"`{Name}` in the guard's table cannot be read and is left out: {Reason}";
}

/// <summary>
/// What could not be read since somebody last asked, each once. It keeps nothing else from being read, and is said. Safe for several at
/// once.
/// </summary>
public sealed class DamagedItems
{
    private const int Most = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DamagedItem> _met = new(StringComparer.Ordinal);

    public void Add(string name, string reason)
    {
        lock (_lock)
        {
            if (_met.Count < Most)
                _met[name] = new DamagedItem(name, reason);
        }
    }

    /// <summary>What was met, by name; then it is forgotten.</summary>
    public IReadOnlyList<DamagedItem> Take()
    {
        lock (_lock)
        {
            DamagedItem[] taken = [.. _met.Values.OrderBy(item => item.Name, StringComparer.Ordinal)];
            _met.Clear();
            return taken;
        }
    }
}
