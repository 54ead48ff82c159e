using System.Diagnostics;

namespace KillSwitch.Cli.Tests.Accounts;

/// <summary>The built command line as a process of its own, that signals reach.</summary>
internal sealed class CliProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private CliProcess(Process process) => (_process, _output, _error) =
        (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "killswitch.dll");

    public static CliProcess Start(IReadOnlyDictionary<string, string> environment, params string[] args) =>
        Start("dotnet", environment, [Program, .. args]);

    /// <summary>The same in a shell's line, in which <c>killswitch</c> is the program.</summary>
    public static CliProcess Shell(IReadOnlyDictionary<string, string> environment, string line) =>
        Start("bash", environment, ["-c", $"set -o pipefail; killswitch() {{ dotnet '{Program}' \"$@\"; }}; {line}"]);

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<Run> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return new Run(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static CliProcess Start(string program, IReadOnlyDictionary<string, string> environment, string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new CliProcess(process);
    }
}
