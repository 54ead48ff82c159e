namespace KillSwitch.Engine.Ports;

/// <summary>What the guard has to remember from one run to the next, a short text by name. The last who writes wins.</summary>
public interface IGuardMemory
{
    /// <summary>Null when nothing was kept under the name.</summary>
    ValueTask<string?> RecallAsync(string name, CancellationToken cancellation);

    ValueTask KeepAsync(string name, string text, CancellationToken cancellation);
}
