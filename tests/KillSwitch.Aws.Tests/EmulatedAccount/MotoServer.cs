using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KillSwitch.Aws.Tests.EmulatedAccount;

/// <summary>An AWS API emulator of its own on a free port of this machine, ended with the tests.</summary>
public sealed class MotoServer : IAsyncLifetime, IDisposable
{
    private Process? _process;

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("MOTO_SERVER") is { Length: > 0 } path ? path : "moto_server";
        var start = new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", Url.Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"`{program}` did not start");
        // Its log of requests must not fill the pipe.
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await AnswersAsync();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        _process = null;
    }

    private async Task AnswersAsync()
    {
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"the emulator ended with exit code {_process.ExitCode}");
            try
            {
                using var answer = await client.GetAsync(new Uri(Url, "/moto-api/"));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("the emulator did not answer within a minute");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
