using System.Diagnostics;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A program, run to its end.</summary>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<Command> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        // Nothing of the machine's own account may get in.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"`{program}` did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var late = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(late.Token);
        return new Command(process.ExitCode, await output, await error);
    }

    /// <summary>What it printed; a failure is an exception with what it said.</summary>
    public string Succeeded() => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Error}");
}
