using KillSwitch.Core.Money;

namespace KillSwitch.Core.Bills;

/// <summary>A model in a region: its bill, held against what was metered.</summary>
/// <param name="Region">Where it was called.</param>
/// <param name="Model">Its id.</param>
/// <param name="Lines">By kind; those that neither side has are left out.</param>
public sealed record BilledModel(string Region, string Model, IReadOnlyList<BillLine> Lines)
{
    /// <summary>Its calls, as far as they were metered.</summary>
    public long Calls { get; init; }

    /// <summary>What CloudWatch's metrics count of it and no record tells, at the estimated list price.</summary>
    public Usd Unlogged { get; init; }

    /// <summary>Lines of the bill for this region are not understood: they may be this model's.</summary>
    public bool MayBeUnexplained { get; init; }

    public Usd Billed => Lines.Aggregate(Usd.Zero, (sum, line) => sum + line.Billed.Cost);

    public Usd Metered => Lines.Aggregate(Usd.Zero, (sum, line) => sum + line.Metered.Cost);

    /// <summary>What is far enough apart, the greatest first.</summary>
    public IReadOnlyList<BillDrift> Drifts =>
        [.. Differences().Where(drift => BillDrift.Is(drift.Amount, IsBilled ? Billed : Metered)).OrderByDescending(drift => drift.Amount)];

    private bool IsBilled => Lines.Any(line => line.Billed.Tokens > 0);

    private bool IsMetered => Lines.Any(line => line.Metered.Tokens > 0);

    private IEnumerable<BillDrift> Differences()
    {
        // What makes one kind dearer must not hide what makes another cheaper.
        var missing = Lines.Sum(line => Math.Max(0, line.OfQuantity.Amount));
        var more = Lines.Sum(line => Math.Max(0, -line.OfQuantity.Amount));
        yield return new BillDrift(IsMetered ? BillCause.RecordsMissing : BillCause.NotMetered, new Usd(missing));
        if (IsBilled || !MayBeUnexplained)
            yield return new BillDrift(IsBilled ? BillCause.MeteredMore : BillCause.NotBilled, new Usd(more));
        yield return new BillDrift(BillCause.PriceMoved, new Usd(Lines.Sum(line => Math.Abs(line.OfRate.Amount))));
    }
}
