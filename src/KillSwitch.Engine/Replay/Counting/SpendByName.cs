using KillSwitch.Core.Money;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>Sums what calls cost by name, with the guard and without.</summary>
internal sealed class SpendByName
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    public Row RowOf(string name)
    {
        if (!_rows.TryGetValue(name, out var row))
            _rows.Add(name, row = new Row());
        return row;
    }

    /// <summary>The dearest first; nobody of whom no call was served.</summary>
    public IEnumerable<(string Name, Row Spend)> Rows() => _rows.Where(row => row.Value.Calls > 0)
        .OrderByDescending(row => row.Value.WithoutGuard).ThenBy(row => row.Key, StringComparer.Ordinal)
        .Select(row => (row.Key, row.Value));

    internal sealed class Row
    {
        public long Calls { get; private set; }

        public Usd WithoutGuard { get; private set; }

        public Usd WithGuard { get; private set; }

        public void Add(Usd cost, bool happens)
        {
            Calls++;
            WithoutGuard += cost;
            if (happens)
                WithGuard += cost;
        }
    }
}
