using KillSwitch.Core.Money;

namespace KillSwitch.Engine.Replay;

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
    public IReadOnlyList<ReplaySpend> Rows() =>
    [
        .. _rows.Where(row => row.Value.Calls > 0)
            .Select(row => new ReplaySpend(row.Key, row.Value.Calls, row.Value.WithoutGuard, row.Value.WithGuard))
            .OrderByDescending(row => row.WithoutGuard).ThenBy(row => row.Name, StringComparer.Ordinal),
    ];

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
