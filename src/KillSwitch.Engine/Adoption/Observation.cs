using KillSwitch.Core.Prices;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Adoption;

/// <summary>What an account did in a span, as far as its log and its metrics tell.</summary>
/// <param name="Region">Whose.</param>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="LogGroup">Where records were read; null where no log group has any.</param>
/// <param name="NoLog">Why there are none, as one clause; null where there are.</param>
/// <param name="Calls">What the records add up to.</param>
/// <param name="Metrics">What CloudWatch counted.</param>
/// <param name="Prices">What calls cost.</param>
public sealed record Observation(
    string Region, DateTimeOffset From, DateTimeOffset Until, string? LogGroup, string? NoLog, SeenCalls Calls, MetricReading Metrics,
    IPriceBook Prices)
{
    public long MetricCalls { get; } = SeenMetrics.Calls(Metrics);

    public bool IsEmpty => Calls.Records == 0 && MetricCalls == 0;

    public Figures? PrincipalMonths => Calls.PrincipalMonths(From, Until);

    public EitherFigures ModelDays { get; } = EitherFigures.Of(Calls.ModelDays(), SeenMetrics.ModelDays(Metrics));

    public EitherFigures AccountDays { get; } = EitherFigures.Of(Calls.AccountDays(), SeenMetrics.AccountDays(Metrics, Prices));

    public Figures? SessionHours => Calls.SessionHours();
}
