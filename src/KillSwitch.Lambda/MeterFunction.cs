using KillSwitch.Aws.Account;
using KillSwitch.Engine.Health;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InvocationLogs;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>Takes in what a log subscription delivers: counts it, judges it, stops who is over.</summary>
internal sealed class MeterFunction : IFunction
{
    // After an answer there is time to look; before a batch only when the process has slept for long.
    private static readonly TimeSpan FreshAfterwards = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FreshBefore = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EnforcementLag = TimeSpan.FromSeconds(10);

    private readonly Guard _guard;
    private readonly JsonLog _log;
    private readonly TimeProvider _clock;
    private readonly PolicyInForce _policy;
    private readonly InvocationReader _reader = new();
    private Meter _meter;
    private Heartbeat? _beat;

    private MeterFunction(Guard guard, JsonLog log, TimeProvider clock)
    {
        _guard = guard;
        _log = log;
        _clock = clock;
        _policy = new PolicyInForce(guard.Policies, clock);
        _meter = MeterOfPolicy();
    }

    /// <summary>Everything that a batch must not wait for: clients, the policy, the price list.</summary>
    public static async ValueTask<IFunction> CreateAsync(JsonLog log, CancellationToken cancellation)
    {
        var function = new MeterFunction(GuardEnvironment.Guard(TimeProvider.System), log, TimeProvider.System);
        await function.RefreshAsync(TimeSpan.Zero, cancellation);
        return function;
    }

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        var batch = new List<Invocation>();
        var damaged = 0;
        var payload = SubscriptionPayload.Read(invoked.Payload.Span, _reader, batch.Add, reason =>
        {
            damaged++;
            _log.Warn("a record could not be read", ("reason", reason));
        });
        if (payload is PayloadResult.Control)
            return ReadOnlyMemory<byte>.Empty;

        await RefreshAsync(FreshBefore, cancellation);
        if (_policy.Version == 0)
            _log.Warn("no policy is in force: everything is counted and nothing is stopped", ("remedy", "killswitch policy apply killswitch.yaml"));
        var now = _clock.GetUtcNow();
        var report = await _meter.RunAsync(batch, now, cancellation);
        Tell(report, damaged, now);

        // What a damaged payload held up to the damage is counted; that it was damaged must not be forgotten.
        if (payload is PayloadResult.Unreadable unreadable)
            throw new UnreadablePayloadException(unreadable.Reason);
        if (report.Stops.FirstOrDefault(stop => stop.State == StopState.Failed && stop.Failure?.IsPassing() == true) is { } failed)
            throw new StopNotInForceException($"{failed.Id} on {failed.Target.Name} is not in force: {failed.Note}");
        return ReadOnlyMemory<byte>.Empty;
    }

    public async ValueTask IdleAsync(CancellationToken cancellation)
    {
        if (_beat is { } beat)
            await _guard.Heartbeats.WriteAsync(beat, cancellation);
        _beat = null;
        await RefreshAsync(FreshAfterwards, cancellation);
    }

    private void Tell(MeterReport report, int damaged, DateTimeOffset now)
    {
        var lag = now - report.NewestRecord;
        var enforcement = report.Stops.Where(stop => stop.EnforcedAt >= stop.At && stop.At == now).Select(stop => stop.EnforcedAt - stop.At).Max();
        var metrics = new MetricsLine(_guard.Place.Stack)
            .Count(GuardMetric.Records, report.Counted)
            .Count(GuardMetric.Duplicates, report.Duplicates)
            .Count(GuardMetric.Refused, report.Refused)
            .Count(GuardMetric.Damaged, damaged)
            .Count(GuardMetric.Unpriced, report.Unpriced.Count)
            .Dollars(GuardMetric.Spend, report.Usage.Cost.Amount)
            .Count(GuardMetric.InputTokens, report.Usage.Tokens.InputTokens)
            .Count(GuardMetric.OutputTokens, report.Usage.Tokens.OutputTokens)
            .Count(GuardMetric.CacheReadInputTokens, report.Usage.Tokens.CacheReadInputTokens)
            .Count(GuardMetric.CacheWriteInputTokens, report.Usage.Tokens.CacheWriteInputTokens)
            .Count(GuardMetric.Stops, report.Stops.Count);
        if (lag is { } data)
            metrics.Milliseconds(GuardMetric.DataLag, data);
        if (enforcement is { } took)
            metrics.Milliseconds(GuardMetric.EnforcementLag, took);
        _log.Metrics(metrics);
        foreach (var stop in report.Stops)
            _log.Warn("stop", ("id", stop.Id), ("state", stop.State.ToString()), ("rule", stop.Trip.Rule), ("target", stop.Target.Name), ("note", stop.Note));
        foreach (var model in report.Unpriced)
            _log.Warn("a model has no price and is counted at the dearest of its vendor", ("model", model));
        _beat = new Heartbeat("meter/" + GuardEnvironment.Region, now, report.NewestRecord, lag, enforcement, _policy.Version);
    }

    private async ValueTask RefreshAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        if (!await _policy.RefreshAsync(atMost, cancellation))
            return;
        _meter = MeterOfPolicy();
        _log.Info("policy", ("version", _policy.Version), ("rules", _policy.Policy.Rules.Count));
    }

    private Meter MeterOfPolicy() => new(
        new RuleBook(_policy.Policy),
        new PriceBook(unpriced: _policy.Policy.Unpriced),
        _guard.Ledger,
        _guard.Stops,
        _guard.Enforcement,
        _guard.Notifier,
        new GuardTiming(EnforcementLag))
    {
        CountsUsage = true,
    };
}

/// <summary>A delivery that could not be read to its end; the dead-letter queue keeps it.</summary>
internal sealed class UnreadablePayloadException(string message) : Exception(message);

/// <summary>A stop that should be in force is not, and trying again may help.</summary>
internal sealed class StopNotInForceException(string message) : Exception(message);
