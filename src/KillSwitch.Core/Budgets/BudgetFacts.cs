namespace KillSwitch.Core.Budgets;

/// <summary>How long a budget runs until its spend starts anew, in UTC.</summary>
public enum BudgetTimeUnit
{
    Daily,
    Monthly,
    Quarterly,
    Annually,

    /// <summary>From its start to its end, once.</summary>
    Custom,
}

/// <summary>What AWS says of a budget when it is asked.</summary>
public sealed record BudgetFacts
{
    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }

    public required string Name { get; init; }

    /// <summary>True for a budget of money; false for one of usage, reservations or savings plans.</summary>
    public required bool IsCost { get; init; }

    /// <summary>Of a period, in <see cref="Unit"/>; null where AWS gives none.</summary>
    public decimal? Limit { get; init; }

    /// <summary><c>USD</c>, or another currency.</summary>
    public string? Unit { get; init; }

    /// <summary>Spent in the period, 8 to 12 hours late, in <see cref="ActualUnit"/>; null where AWS gives none.</summary>
    public decimal? Actual { get; init; }

    public string? ActualUnit { get; init; }

    /// <summary>Foreseen for the period.</summary>
    public decimal? Forecast { get; init; }

    /// <summary>Null for a unit that is not known.</summary>
    public required BudgetTimeUnit? TimeUnit { get; init; }

    /// <summary>When the budget begins; not its period.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When the budget ends; not its period.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>When someone last changed the budget; not its spend.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>True where credits are subtracted, so that the spend is lower than the cost; null where AWS does not say.</summary>
    public bool? IncludesCredit { get; init; }

    /// <summary>What the budget is narrowed to, as AWS writes it; null for the whole bill, and where AWS does not say.</summary>
    public string? Filter { get; init; }
}
