namespace KillSwitch.Engine.Drills;

/// <summary>The log group that Bedrock writes to.</summary>
public interface IDrillRecords
{
    /// <summary>Every record of these calls that is there by now.</summary>
    ValueTask<IReadOnlyList<LoggedRecord>> FindAsync(
        IReadOnlyCollection<string> requestIds, DateTimeOffset since, CancellationToken cancellation);
}
