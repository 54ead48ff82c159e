namespace KillSwitch.Contention.Table;

/// <summary>What was asked of a table.</summary>
public sealed class TableTally
{
    public int Transactions { get; set; }

    /// <summary>Transactions that met another writer, or too many.</summary>
    public int Refused { get; set; }

    public int BatchReads { get; set; }

    /// <summary>Items asked for, whether they were there or not.</summary>
    public long ItemsRead { get; set; }

    public long WriteUnits { get; set; }
}
