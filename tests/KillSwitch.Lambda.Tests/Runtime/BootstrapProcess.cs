using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KillSwitch.Lambda.Tests.Runtime;

/// <summary>The program in a process of its own.</summary>
internal sealed class BootstrapProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private BootstrapProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public static BootstrapProcess Start(string? runtimeApi, string handler, params string[] arguments) =>
        Start(runtimeApi, handler, new Dictionary<string, string>(), arguments);

    /// <summary>The same with more in its environment.</summary>
    public static BootstrapProcess Start(
        string? runtimeApi, string handler, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bootstrap.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["_HANDLER"] = handler;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        return new BootstrapProcess(start);
    }

    public void Terminate() => SendSignal(_process.Id, 15).ShouldBe(0);

    public async Task<(int ExitCode, string Output)> EndAsync(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(late.Token);
        return (_process.ExitCode, await _output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int _process, int signal);
}
