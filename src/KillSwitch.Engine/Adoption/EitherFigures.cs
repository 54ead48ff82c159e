namespace KillSwitch.Engine.Adoption;

/// <summary>
/// Figures of whichever saw more of them: the log leaves out what was not logged, the metrics what is older than they are kept.
/// </summary>
/// <param name="Figures">Null where neither saw any.</param>
/// <param name="IsByMetrics">CloudWatch's metrics saw more; else the invocation log.</param>
public readonly record struct EitherFigures(Figures? Figures, bool IsByMetrics)
{
    public static EitherFigures Of(Figures? log, Figures? metrics) =>
        metrics is not null && metrics.Sum > (log?.Sum ?? 0)
            ? new EitherFigures(metrics, IsByMetrics: true)
            : new EitherFigures(log, IsByMetrics: false);
}
