using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KillSwitch.EmulatedAccount;

/// <summary>A moto server of this test run; <c>MOTO_SERVER</c> names its program when it is not on the path.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new();
    private readonly List<string> _output = [];
    private Process? _process;
    private int _accounts;

    /// <summary>A folder whose <c>sitecustomize.py</c> adds to the emulator what it lacks; null for the emulator as it is.</summary>
    public string? Addition { get; init; }

    public Uri Url { get; } = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", FreePort()).Uri;

    /// <summary>An account that no other test sees.</summary>
    public Task<TestAccount> NewAccountAsync() =>
        TestAccount.EnterAsync(Url, _http, $"{100_000_000_000L + Interlocked.Increment(ref _accounts)}");

    /// <summary>An account that is there already.</summary>
    public Task<TestAccount> EnterAsync(string id) => TestAccount.EnterAsync(Url, _http, id);

    public async ValueTask InitializeAsync()
    {
        _process = Start(Environment.GetEnvironmentVariable("MOTO_SERVER") is { Length: > 0 } path ? path : "moto_server");
        var waited = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || waited.Elapsed > Patience)
                throw new InvalidOperationException($"moto_server does not answer at {Url}: {Output()}");
            await Task.Delay(100);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Process Start(string program)
    {
        var start = new ProcessStartInfo(program, ["-H", Url.Host, "-p", $"{Url.Port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A state machine that runs in it calls it there.
            Environment = { ["MOTO_PORT"] = $"{Url.Port}" },
        };
        if (Addition is not null)
            start.Environment["PYTHONPATH"] = Addition;
        try
        {
            var started = Process.Start(start) ?? throw new InvalidOperationException($"`{program}` did not start");
            started.OutputDataReceived += (_, line) => Keep(line.Data);
            started.ErrorDataReceived += (_, line) => Keep(line.Data);
            started.BeginOutputReadLine();
            started.BeginErrorReadLine();
            return started;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"`{program}` cannot be started; install moto[server] or set MOTO_SERVER", missing);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Url, "moto-api/data.json"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            if (line is not null && _output.Count < 50)
                _output.Add(line);
        }
    }

    private string Output()
    {
        lock (_output)
            return string.Join('\n', _output);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
