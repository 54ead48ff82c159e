namespace KillSwitch.Engine.Ports;

/// <summary>The rules by which the guard hears of calls that undo its work. Whoever disables them all is heard by none of them.</summary>
public interface ITamperRules
{
    /// <summary>
    /// Enables those that are disabled, and says what was wrong: a sentence each, without a full stop; none when all are there and enabled.
    /// </summary>
    ValueTask<IReadOnlyList<string>> RestoreAsync(CancellationToken cancellation);
}
