using KillSwitch.Core.Money;

namespace KillSwitch.Core.Bills;

/// <summary>A day's bill, held against what was metered. What was billed and what was metered are never added up.</summary>
public sealed record BillComparison
{
    /// <summary>Of UTC, as AWS bills.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>By model and region, the dearest first.</summary>
    public required IReadOnlyList<BilledModel> Models { get; init; }

    /// <summary>Lines that are held against nothing, the dearest first.</summary>
    public required IReadOnlyList<UnexplainedUsage> Unexplained { get; init; }

    /// <summary>What was billed in regions of which this guard reads no records, the dearest first.</summary>
    public required IReadOnlyList<(string Region, Usd Billed)> Elsewhere { get; init; }

    /// <summary>The whole bill of the day.</summary>
    public required Usd Billed { get; init; }

    public Usd Metered => Models.Aggregate(Usd.Zero, (sum, model) => sum + model.Metered);

    public bool Agrees => Models.All(model => model.Drifts.Count == 0);
}
