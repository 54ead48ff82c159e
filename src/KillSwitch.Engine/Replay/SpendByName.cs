using KillSwitch.Core.Money;

namespace KillSwitch.Engine.Replay;

/// <summary>Sums what calls cost by name, with the guard and without.</summary>
internal sealed class SpendByName
{
    private readonly Dictionary<string, ReplaySpend> _rows = new(StringComparer.Ordinal);

    public void Add(string name, Usd cost, bool happens)
    {
        var row = _rows.GetValueOrDefault(name) ?? new ReplaySpend(name, 0, Usd.Zero, Usd.Zero);
        _rows[name] = row with
        {
            Calls = row.Calls + 1,
            WithoutGuard = row.WithoutGuard + cost,
            WithGuard = happens ? row.WithGuard + cost : row.WithGuard,
        };
    }

    /// <summary>The dearest first.</summary>
    public IReadOnlyList<ReplaySpend> Rows() =>
        [.. _rows.Values.OrderByDescending(row => row.WithoutGuard).ThenBy(row => row.Name, StringComparer.Ordinal)];
}
