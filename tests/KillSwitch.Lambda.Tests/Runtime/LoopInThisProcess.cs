using System.Text;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;
using KillSwitch.Lambda.Tests.RuntimeApi;
using Api = KillSwitch.Lambda.Runtime.RuntimeApi;

namespace KillSwitch.Lambda.Tests.Runtime;

/// <summary>The loop in this process against a Runtime API of its own. Loops share the process's environment: one at a time.</summary>
internal sealed class LoopInThisProcess : IAsyncDisposable
{
    public const string OneAtATime = "loops in this process";

    private readonly CancellationTokenSource _shutdown = new();
    private readonly MemoryStream _output = new();
    private readonly Api _api;

    public LoopInThisProcess(FunctionFactory create)
    {
        _api = new Api(Lambda.Address);
        Log = new JsonLog(new OutputLines(_output), "test", LogLevel.Info, TimeProvider.System);
        ExitCode = LambdaLoop.RunAsync(_api, cancellation => create(Log, cancellation), Log, _shutdown.Token)
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    public LoopInThisProcess(IFunction function)
        : this((_, _) => ValueTask.FromResult(function))
    {
    }

    public LocalRuntimeApi Lambda { get; } = LocalRuntimeApi.Start();

    public JsonLog Log { get; }

    public Task<int> ExitCode { get; }

    /// <summary>What was logged so far.</summary>
    public string Logged => Encoding.UTF8.GetString(_output.ToArray());

    public Task TerminateAsync() => _shutdown.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _shutdown.CancelAsync();
        await ExitCode;
        await Lambda.DisposeAsync();
        _api.Dispose();
        _shutdown.Dispose();
        await _output.DisposeAsync();
    }
}

/// <summary>A function made of a lambda or two.</summary>
internal sealed class StubFunction(
    Func<Invoked, CancellationToken, Task<string>> run, Func<CancellationToken, Task>? idle = null) : IFunction
{
    public static StubFunction Echo { get; } = new((invoked, _) => Task.FromResult(Encoding.UTF8.GetString(invoked.Payload.Span)));

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation) =>
        Encoding.UTF8.GetBytes(await run(invoked, cancellation));

    public async ValueTask IdleAsync(CancellationToken cancellation)
    {
        if (idle is not null)
            await idle(cancellation);
    }
}
