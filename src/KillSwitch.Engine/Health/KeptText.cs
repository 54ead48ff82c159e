using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>Reads texts of the guard's memory that a person can have edited.</summary>
internal static class KeptText
{
    /// <summary>Null where nothing was kept, and for a text that cannot be read, which is said.</summary>
    public static async ValueTask<T?> ReadAsync<T>(IGuardMemory memory, string name, Func<string, T> parse, CancellationToken cancellation)
        where T : class
    {
        if (await memory.RecallAsync(name, cancellation) is not { } text)
            return null;
        try
        {
            return parse(text);
        }
        // Parsing asks nobody: by whatever it fails, the text is why.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            memory.Damaged(name, $"it is not what the guard writes: {error.Message.TrimEnd('.')}");
            return null;
        }
    }
}
