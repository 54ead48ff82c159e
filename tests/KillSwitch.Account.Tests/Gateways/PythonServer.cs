using System.Diagnostics;
using System.Text;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Gateways;

/// <summary>A server in Python that prints a line once it listens; ended with the test.</summary>
internal sealed class PythonServer : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private PythonServer(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>What it said of trouble.</summary>
    public string Errors => _errors.ToString();

    public static async Task<PythonServer> StartAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("python3", ["-B", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["PYTHONPATH"] = Path.Combine(Repository.Root, "integrations");
        var server = new PythonServer(Process.Start(start)!);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        if ((await server._process.StandardOutput.ReadLineAsync(late.Token))?.StartsWith("listening", StringComparison.Ordinal) != true)
            throw new InvalidOperationException("it does not listen: " + server.Errors);
        return server;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
