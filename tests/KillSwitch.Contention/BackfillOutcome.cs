namespace KillSwitch.Contention;

/// <summary>What came of a gap that the watch filled.</summary>
/// <param name="Workers">Runs of the watch side by side.</param>
/// <param name="PagesASecond">That CloudWatch Logs allows.</param>
/// <param name="Records">Of the gap.</param>
/// <param name="Seconds">That the watch worked, over all its runs.</param>
/// <param name="Pages">Of the log that were read.</param>
/// <param name="IsCountedOnce">Whether the ledger holds each record, and nothing else.</param>
public sealed record BackfillOutcome(int Workers, int PagesASecond, int Records, double Seconds, int Pages, bool IsCountedOnce)
{
    /// <summary>While the watch works at it.</summary>
    public double RecordsASecond => Records / Seconds;

    /// <summary>For an hour of a thousand records a second, 40 s of each minute.</summary>
    public double MinutesOfAnHour => 3_600_000 / RecordsASecond / 40;
}
