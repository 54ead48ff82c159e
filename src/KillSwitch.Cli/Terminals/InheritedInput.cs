namespace KillSwitch.Cli.Terminals;

/// <summary>
/// Standard input, where the process was started with one. Where it was started without (<c>&lt;&amp;-</c>), the runtime's own pipes take
/// the number 0, and whoever reads there waits for ever.
/// </summary>
internal static class InheritedInput
{
    /// <summary>What is inherited is never closed on exec; what the runtime opens always is.</summary>
    private const int ClosedOnExec = 0x80000;

    /// <summary>Standard input, or nothing at all.</summary>
    public static Stream Open() => IsOfTheRuntime() ? Stream.Null : Console.OpenStandardInput();

    private static bool IsOfTheRuntime()
    {
        const string Flags = "flags:";
        try
        {
            // Linux alone has it.
            return File.ReadLines("/proc/self/fdinfo/0")
                .FirstOrDefault(line => line.StartsWith(Flags, StringComparison.Ordinal)) is { } flags
                && (Convert.ToInt32(flags[Flags.Length..].Trim(), fromBase: 8) & ClosedOnExec) != 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
