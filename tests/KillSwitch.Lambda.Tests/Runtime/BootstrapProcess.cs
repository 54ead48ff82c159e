using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KillSwitch.Lambda.Tests.Runtime;

/// <summary>The program in a process of its own.</summary>
internal sealed class BootstrapProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output;

    private BootstrapProcess(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
    }

    public static BootstrapProcess Start(string? runtimeApi, string handler, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bootstrap.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["_HANDLER"] = handler;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        return new BootstrapProcess(start);
    }

    public void Terminate() => SendSignal(process.Id, 15).ShouldBe(0);

    public async Task<(int ExitCode, string Output)> EndAsync(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        await process.WaitForExitAsync(late.Token);
        return (process.ExitCode, await output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
