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

    private readonly CancellationTokenSource shutdown = new();
    private readonly MemoryStream output = new();
    private readonly Api api;

    public LoopInThisProcess(FunctionFactory create)
    {
        api = new Api(Lambda.Address);
        Log = new JsonLog(new OutputLines(output), "test", LogLevel.Info, TimeProvider.System);
        ExitCode = LambdaLoop.RunAsync(api, cancellation => create(Log, cancellation), Log, shutdown.Token).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public LoopInThisProcess(IFunction function)
        : this((_, _) => ValueTask.FromResult(function))
    {
    }

    public LocalRuntimeApi Lambda { get; } = LocalRuntimeApi.Start();

    public JsonLog Log { get; }

    public Task<int> ExitCode { get; }

    /// <summary>What was logged so far.</summary>
    public string Logged => Encoding.UTF8.GetString(output.ToArray());

    public Task TerminateAsync() => shutdown.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await shutdown.CancelAsync();
        await ExitCode;
        await Lambda.DisposeAsync();
        api.Dispose();
        shutdown.Dispose();
        await output.DisposeAsync();
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
