using KillSwitch.Core.Prices;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Adoption;

/// <summary>What an account did in a span, as far as its log and its metrics tell.</summary>
/// <param name="Region">Whose; of several all their names, as a sentence has them.</param>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="LogGroups">Where records were read; none where no log group has any.</param>
/// <param name="NoLog">Why there are none, as one clause; null where there are.</param>
/// <param name="Calls">What the records add up to.</param>
/// <param name="Metrics">What CloudWatch counted.</param>
/// <param name="Prices">What calls cost.</param>
public sealed record Observation(
    string Region, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string> LogGroups, string? NoLog, SeenCalls Calls,
    MetricReading Metrics, IPriceBook Prices)
{
    private readonly SeenMetrics _metrics = new(Metrics, Prices);

    /// <summary>The sections of a policy whose prices these are, as they are written; empty for list prices.</summary>
    public string PriceSections { get; init; } = "";

    /// <summary>Why some regions' records are not among those that were read, a clause each; none where all are.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    public long MetricCalls => _metrics.Calls;

    public bool IsEmpty => Calls.Records == 0 && MetricCalls == 0;

    /// <summary>What no number is made from, the dearest first.</summary>
    public IReadOnlyList<Runaway> Runaways =>
        Calls.Runaways.Count > 0 || _metrics.Runaway is not { } runaway ? Calls.Runaways : [runaway];

    public Figures? PrincipalMonths => Calls.PrincipalMonths(From, Until);

    public EitherFigures ModelDays => Either(Calls.ModelDays(), _metrics.ModelDays());

    public EitherFigures AccountDays => Either(Calls.AccountDays(), _metrics.AccountDays());

    public Figures? SessionHours => Calls.SessionHours();

    // The metrics cannot tell an incident of somebody's from everybody else.
    private EitherFigures Either(Figures? log, Figures? metrics) => EitherFigures.Of(log, Calls.Runaways.Count > 0 ? null : metrics);
}
