namespace KillSwitch.Engine.Health;

/// <summary>A look that the watch takes at a pace of its own.</summary>
public interface IMinuteDuty
{
    /// <summary>One or two words.</summary>
    string Name { get; }

    /// <summary>From one look to the next.</summary>
    TimeSpan Every { get; }

    /// <returns>False where it could not see, and is to look again in the next minute.</returns>
    ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation);
}
