using System.Diagnostics;
using System.Text;
using KillSwitch.Core.Settings;
using KillSwitch.Lambda.Tests.RuntimeApi;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>The packaged program, run as a deployed function by a local Runtime API.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly DeployedFunction _function;
    private int _answered;

    private RunningFunction(DeployedFunction function, Process process, LocalRuntimeApi api)
    {
        (_function, _process, Api) = (function, process, api);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public LocalRuntimeApi Api { get; }

    /// <summary>What it has computed so far, on all processors.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static RunningFunction Start(DeployedFunction function, Uri endpoint)
    {
        var api = LocalRuntimeApi.Start();
        var start = new ProcessStartInfo(Repository.Bootstrap) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in function.Key.Environment(endpoint).Concat(function.Environment))
            start.Environment[name] = value;
        // No story has AWS's own list; those about it have one of this machine.
        start.Environment.TryAdd(GuardSetting.PriceList, GuardSetting.NoPriceList);
        start.Environment["_HANDLER"] = function.Handler;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = api.Address;
        return new RunningFunction(function, Process.Start(start)!, api);
    }

    /// <summary>Ends when the function waits for its first event.</summary>
    public Task ReadyAsync() => Api.WhenAskedAsync(1, TimeSpan.FromSeconds(30));

    /// <summary>Delivers an event, and waits until the function is idle again.</summary>
    public async Task<LocalRuntimeApi.Answer> DeliverAsync(byte[] payload)
    {
        var answer = Api.EnqueueAsync(payload, DateTimeOffset.UtcNow + Api.Patience, functionArn: _function.Arn);
        if (await Task.WhenAny(answer, Api.InitError, _process.WaitForExitAsync()) != answer)
            throw new InvalidOperationException("the function ended: " + Log);
        _answered++;
        await Api.WhenAskedAsync(_answered + 1, TimeSpan.FromSeconds(30));
        return await answer;
    }

    /// <summary>Delivers an event and kills the program at once when it has come so far: no handler of its runs.</summary>
    public async Task DieAsync(byte[] payload, Task soFar)
    {
        var answer = Api.EnqueueAsync(payload, functionArn: _function.Arn);
        if (await Task.WhenAny(soFar, answer, _process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(60))) != soFar)
            throw new InvalidOperationException("the function did not come so far: " + Log);
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Api.DisposeAsync();
    }

    private void Keep(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
