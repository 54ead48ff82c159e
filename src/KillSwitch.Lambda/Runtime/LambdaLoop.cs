using System.Diagnostics.CodeAnalysis;
using System.Net;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda.Runtime;

/// <summary>Asks for an event, runs the function, posts the answer, and so on until shutdown.</summary>
[SuppressMessage(
    "Design", "CA1031", Justification = "Whatever a function throws becomes the error of its invocation, and the loop goes on.")]
internal sealed class LambdaLoop
{
    public const int Success = 0;

    public const int Failed = 1;

    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private readonly RuntimeApi _api;
    private readonly JsonLog _log;
    private readonly CancellationToken _shutdown;
    private readonly CancellationToken _cut;

    private LambdaLoop(RuntimeApi api, JsonLog log, CancellationToken shutdown, CancellationToken cut)
    {
        _api = api;
        _log = log;
        _shutdown = shutdown;
        _cut = cut;
    }

    /// <summary>
    /// Returns the process's exit code: 0 after a shutdown, 1 when the function could not be created or the Runtime API failed.
    /// </summary>
    /// <param name="create">The init phase: its exception is reported as an init error.</param>
    /// <param name="shutdown">Stops the asking; what runs then has <see cref="ShutdownGrace"/>.</param>
    public static async Task<int> RunAsync(
        RuntimeApi api, Func<CancellationToken, ValueTask<IFunction>> create, JsonLog log, CancellationToken shutdown)
    {
        using var _cut = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        using var registration = shutdown.Register(() =>
        {
            _cut.CancelAfter(ShutdownGrace.Cut);
            end.CancelAfter(ShutdownGrace.End);
        });
        var running = new LambdaLoop(api, log, shutdown, _cut.Token).RunAsync(create);
        try
        {
            return await running.WaitAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            log.Warn("ended before the invocation did");
            return Success;
        }
    }

    private async Task<int> RunAsync(Func<CancellationToken, ValueTask<IFunction>> create)
    {
        IFunction function;
        try
        {
            function = await create(_shutdown);
        }
        catch (OperationCanceledException) when (_shutdown.IsCancellationRequested)
        {
            return Success;
        }
        catch (Exception failed)
        {
            _log.Error("the function could not be created", failed);
            await ReportAsync(() => _api.FailInitAsync(Failure.Of(failed), CancellationToken.None));
            return Failed;
        }

        try
        {
            while (!_shutdown.IsCancellationRequested)
                await ServeAsync(function, await _api.NextAsync(_shutdown));
        }
        catch (OperationCanceledException) when (_shutdown.IsCancellationRequested)
        {
            // Shut down while idle.
        }
        catch (Exception failed) when (failed is RuntimeApiException or HttpRequestException or IOException)
        {
            _log.Error("the Runtime API failed", failed);
            return Failed;
        }

        return Success;
    }

    private async Task ServeAsync(IFunction function, Invoked invoked)
    {
        Environment.SetEnvironmentVariable(TraceVariable, invoked.TraceId);
        _log.Invocation = new InvocationIds(invoked.RequestId, invoked.TraceId);
        using var deadline = new CancellationTokenSource(Deadline.Usable(invoked.Deadline, TimeProvider.System.GetUtcNow()));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _cut);
        try
        {
            await AnswerAsync(function, invoked, deadline.Token, either.Token);
            await IdleAsync(function, either.Token);
        }
        finally
        {
            _log.Invocation = null;
            Environment.SetEnvironmentVariable(TraceVariable, null);
        }
    }

    private async Task AnswerAsync(IFunction function, Invoked invoked, CancellationToken deadline, CancellationToken either)
    {
        ReadOnlyMemory<byte> response;
        try
        {
            response = await function.RunAsync(invoked, either);
        }
        catch (Exception failed)
        {
            _log.Error("the invocation failed", failed);
            var failure =
                !IsCut(failed) ? Failure.Of(failed)
                : deadline.IsCancellationRequested ? Failure.Of(Failure.DeadlineExceeded, $"not done by {invoked.Deadline:O}", failed)
                : _cut.IsCancellationRequested ? Failure.Of(Failure.ShuttingDown, "the environment shut down first", failed)
                : Failure.Of(failed);
            await _api.FailAsync(invoked.RequestId, failure, CancellationToken.None);
            return;
        }

        try
        {
            await _api.RespondAsync(invoked.RequestId, response, CancellationToken.None);
        }
        catch (RuntimeApiException refused) when (refused.Status == HttpStatusCode.RequestEntityTooLarge)
        {
            _log.Error("the response is too large", refused, ("bytes", response.Length));
            var failure = Failure.Of(Failure.ResponseTooLarge, $"a response of {response.Length} bytes is too large", refused);
            await _api.FailAsync(invoked.RequestId, failure, CancellationToken.None);
        }
    }

    private async Task IdleAsync(IFunction function, CancellationToken cancellation)
    {
        try
        {
            await function.IdleAsync(cancellation);
        }
        catch (Exception failed)
        {
            _log.Error("work after the answer failed", failed);
        }
    }

    private async Task ReportAsync(Func<Task> report)
    {
        try
        {
            await report();
        }
        catch (Exception failed) when (failed is RuntimeApiException or HttpRequestException or IOException)
        {
            _log.Error("the Runtime API took no init error", failed);
        }
    }

    private static bool IsCut(Exception? failed)
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            if (failed is OperationCanceledException)
                return true;
        }

        return false;
    }
}
