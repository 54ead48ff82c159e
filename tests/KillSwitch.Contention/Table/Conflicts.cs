namespace KillSwitch.Contention.Table;

/// <summary>What a table is like under many writers.</summary>
public sealed record Conflicts
{
    /// <summary>How long a transaction holds its items, least and most.</summary>
    public (TimeSpan Least, TimeSpan Most) Hold { get; init; } = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20));

    /// <summary>How long a read or a plain write takes, least and most.</summary>
    public (TimeSpan Least, TimeSpan Most) Plain { get; init; } = (TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(8));

    /// <summary>Write units that one partition key takes in a second.</summary>
    public int UnitsASecond { get; init; } = 1_000;
}
