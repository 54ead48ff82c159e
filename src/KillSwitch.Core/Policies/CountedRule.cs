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

    /// <summary>Whether what may still land is foreseen: of a sum, and only where something is stopped.</summary>
    public bool IsPredictive => Brake == Brake.Predictive && Limit.IsSum && Stop != StopScope.None;

    public override Unit Unit => Limit.Unit;

    public override string LimitText => Limit.Text;

    public override Approval ApprovalOf(Usage total) =>
        Unit == Unit.Usd && Unpriced == UnpricedStop.Approve && total.IsMostlyUnpriced ? Approval.Manual : Approval;

    public override DateTimeOffset TurnsAt(Window window, DateTimeOffset now) => Every.TurnsAt(window, now);
}
