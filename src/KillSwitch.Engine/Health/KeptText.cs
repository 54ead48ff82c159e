using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>Reads texts of the guard's memory that a person can have edited.</summary>
internal static class KeptText
{
    /// <summary>Null where nothing was kept, and for a text that cannot be read, which is said.</summary>
    public static async ValueTask<T?> ReadAsync<T>(IGuardMemory memory, string name, Func<string, T?> parse, CancellationToken cancellation)
        where T : class => Read(memory, name, await memory.RecallAsync(name, cancellation), parse);

    /// <summary>The same for a text that was recalled.</summary>
    public static T? Read<T>(IGuardMemory memory, string name, string? text, Func<string, T?> parse)
        where T : class
    {
        if (text is null)
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
