using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Policies;

/// <summary>A rule whose limit the guard counts itself, in windows.</summary>
public sealed record CountedRule : Rule
{
    public IReadOnlyList<Dimension> Per { get; init; } = [Dimension.Account];

    public required Limit Limit { get; init; }

    /// <summary>The first that matches a counter sets its limit.</summary>
    public IReadOnlyList<LimitOverride> Exceptions { get; init; } = [];

    public required Every Every { get; init; }

    /// <summary>Percentages of the limit at which to tell, 1 to 99, ascending.</summary>
    public IReadOnlyList<int> NotifyPercents { get; init; } = [];

    public Brake Brake { get; init; } = Brake.Predictive;

    /// <summary>Of a limit in dollars.</summary>
    public UnpricedStop Unpriced { get; init; } = UnpricedStop.Approve;

    /// <summary>Of a counter that tells callers apart, with calls of the mantle endpoint.</summary>
    public EstimatedStop Estimated { get; init; } = EstimatedStop.Approve;

    /// <summary>
    /// Whether its counters are of some callers and not of others: what several share is estimated there, and exact elsewhere.
    /// </summary>
    public bool TellsCallersApart => TellCallersApart(Per, Match);

    /// <summary>Whether what may still land is foreseen: of a sum, and only where something is stopped.</summary>
    public bool IsPredictive => Brake == Brake.Predictive && Limit.IsSum && Stop != StopScope.None;

    /// <summary>The same of a rule that counts by these.</summary>
    public static bool TellCallersApart(IEnumerable<Dimension> per, IEnumerable<FieldMatch> match) =>
        per.Concat(match.Select(one => one.Field)).Any(dimension => dimension.IsOfCaller || dimension.Kind == DimensionKind.Tag);

    public override Unit Unit => Limit.Unit;

    public override string LimitText => Limit.Text;

    public override Approval ApprovalOf(Usage total) =>
        (Unit == Unit.Usd && Unpriced == UnpricedStop.Approve && total.IsMostlyUnpriced)
        || (Estimated == EstimatedStop.Approve && TellsCallersApart && total.Estimated.IsMuchOf(Limit.Of(total), Unit))
            ? Approval.Manual
            : Approval;

    public override DateTimeOffset TurnsAt(Window window, DateTimeOffset now) => Every.TurnsAt(window, now);
}
