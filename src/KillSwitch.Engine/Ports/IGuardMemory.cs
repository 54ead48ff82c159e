namespace KillSwitch.Engine.Ports;

/// <summary>
/// What the guard has to remember from one run to the next, a short text by name. Of those who do not say what they recalled the last who
/// writes wins.
/// </summary>
public interface IGuardMemory
{
    /// <summary>Null when nothing was kept under the name.</summary>
    ValueTask<string?> RecallAsync(string name, CancellationToken cancellation);

    ValueTask KeepAsync(string name, string text, CancellationToken cancellation);

    /// <summary>
    /// Keeps a text in the place of the one that was recalled, null for none, unless someone else kept another since; then false.
    /// </summary>
    ValueTask<bool> TryKeepAsync(string name, string? recalled, string text, CancellationToken cancellation);

    /// <summary>What was recalled is not what was kept: somebody edited it. It is read as nothing, and said.</summary>
    void Damaged(string name, string reason)
    {
    }
}
