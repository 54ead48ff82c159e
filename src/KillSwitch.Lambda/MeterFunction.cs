using KillSwitch.Aws;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Drills;
using KillSwitch.Aws.Logging;
using KillSwitch.Aws.Policies;
using KillSwitch.Aws.PriceLists;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InvocationLogs;
using KillSwitch.Engine.Ports;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>Takes in what a log subscription delivers: counts it, judges it, stops who is over.</summary>
internal sealed class MeterFunction : IFunction
{
    // After an answer there is time to look; before a batch only when the process has slept for long.
    private static readonly TimeSpan FreshAfterwards = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FreshBefore = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PricesFresh = TimeSpan.FromMinutes(1);

    // CloudWatch Logs takes in no older event.
    private static readonly TimeSpan LatestDelivery = TimeSpan.FromDays(14);

    private static readonly string Part = "meter/" + GuardEnvironment.Region;

    // Apart, as calls that CloudTrail tells of say nothing of whether the log speaks, nor of how late it is.
    private static readonly string MantlePart = "mantle/" + GuardEnvironment.Region;

    private readonly Guard _guard;
    private readonly JsonLog _log;
    private readonly TimeProvider _clock;
    private readonly PolicyInForce _policy;
    private readonly PricesInForce _prices;
    private readonly TimingInForce _timing;
    private readonly InvocationReader _reader = new();
    private readonly OwnGroups _groups;
    private readonly ForeignRecords _foreign;
    private readonly Intake _intake;
    private readonly LargeDelivery _large;
    private GuardCycle _cycle;
    private Heartbeat? _beat;
    private readonly Dictionary<string, DateTimeOffset> _newest = new(StringComparer.Ordinal);
    // Whether prices or timing moved since the cycle was made.
    private bool _isStale;
    private DateTimeOffset _stopsReadAt;
    // As they were after the last batch: what a stopped target spends is looked for among these.
    private IReadOnlyCollection<Stop> _enforced = [];

    private MeterFunction(Guard guard, JsonLog log, TimeProvider clock)
    {
        _guard = guard;
        _log = log;
        _clock = clock;
        _policy = new PolicyInForce(guard.Policies, clock);
        _prices = new PricesInForce(guard.Prices, clock);
        _timing = new TimingInForce(guard.Drills, GuardEnvironment.Region, clock);
        _cycle = new GuardCycle(guard, _policy.Policy, _policy.Version);
        (_groups, _foreign) = (guard.OwnGroups(GuardEnvironment.Region, guard.Place.LogGroup), new ForeignRecords(guard.Memory));
        _intake = new Intake(
            new OwnSubscription(guard.Place.Account, GuardEnvironment.Region, GuardEnvironment.Own(guard.Place).Filter),
            _groups, _foreign);
        _large = new LargeDelivery(guard.Memory, clock, GuardEnvironment.Region);
    }

    /// <summary>Everything that a batch must not wait for: clients, the policy, the price list.</summary>
    public static async ValueTask<IFunction> CreateAsync(JsonLog log, CancellationToken cancellation)
    {
        var function = new MeterFunction(GuardEnvironment.Guard(TimeProvider.System), log, TimeProvider.System);
        function._isStale = await function._prices.RefreshAsync(TimeSpan.Zero, cancellation);
        function._isStale |= await function._timing.RefreshAsync(TimeSpan.Zero, cancellation);
        await function.RefreshAsync(TimeSpan.Zero, cancellation);
        await function._guard.Ledger.PrepareAsync(cancellation);
        await function._groups.LearnAsync(cancellation);
        // A process that is new in every batch would find no leak ever.
        await function.ReadStopsAsync(cancellation);
        return function;
    }

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        var isMantle = TrailEvent.IsOne(invoked.Payload.Span);
        try
        {
            await (isMantle ? MantleAsync(invoked.Payload, cancellation) : LogAsync(invoked, cancellation));
            return ReadOnlyMemory<byte>.Empty;
        }
        // What somebody else sends says nothing of how the meter is.
        catch (Exception error) when (error is not (OutOfMemoryException or UnknownGroupException))
        {
            await FailedAsync(isMantle ? MantlePart : Part, error);
            throw;
        }
    }

    public async ValueTask IdleAsync(CancellationToken cancellation)
    {
        if (_beat is { } beat)
            await _guard.Heartbeats.WriteAsync(beat, cancellation);
        _beat = null;
        // No batch waits for it: what moves once a day, or a quarter, moves after an answer.
        _isStale |= await _prices.RefreshAsync(PricesFresh, cancellation);
        _isStale |= await _timing.RefreshAsync(TimingInForce.Fresh, cancellation);
        await RefreshAsync(FreshAfterwards, cancellation);
        if (_clock.GetUtcNow() - _stopsReadAt >= FreshAfterwards)
            await ReadStopsAsync(cancellation);
    }

    private async ValueTask ReadStopsAsync(CancellationToken cancellation)
    {
        _stopsReadAt = _clock.GetUtcNow();
        await _cycle.Doubts.RefreshAsync(cancellation);
        _enforced = [.. (await _guard.Stops.OpenAsync(cancellation)).Where(stop => stop.State == StopState.Enforced)];
    }

    /// <summary>One call of the mantle endpoint, as CloudTrail tells of it.</summary>
    private async ValueTask MantleAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var call = MantleEvent.Parse(payload);
        var now = _clock.GetUtcNow();
        if (call.Account != _guard.Place.Account)
        {
            await _foreign.NoteAsync(
                GuardEnvironment.Region, 1, $"a call of the mantle endpoint is account {call.Account}'s", now, cancellation);
            TellForeign($"account {call.Account}, mantle endpoint");
            return;
        }

        Throw(await MeterAsync(MantlePart, [call], 0, cancellation));
    }

    /// <summary>What a log subscription delivers.</summary>
    private async ValueTask LogAsync(Invoked invoked, CancellationToken cancellation)
    {
        var batch = new List<Invocation>();
        var damaged = 0;
        var payload = SubscriptionPayload.Read(invoked.Payload.Span, _reader, batch.Add, reason =>
        {
            damaged++;
            _log.Warn("a record could not be read", ("reason", reason));
        });
        if (payload is PayloadResult.Control)
            return;

        var now = _clock.GetUtcNow();
        var admitted = await AdmitAsync(payload, batch, now, cancellation);
        if (batch.Count > 0 && admitted.Count == 0 && payload is PayloadResult.Data)
            return;
        var failed = LargeDelivery.Is(admitted)
            ? await MeterLargeAsync(invoked, admitted, damaged, cancellation)
            : await MeterAsync(Part, admitted, damaged, cancellation);
        // What a damaged payload held up to the damage is counted; that it was damaged must not be forgotten.
        if (payload is PayloadResult.Unreadable unreadable)
            throw new UnreadablePayloadException(unreadable.Reason);
        Throw(failed);
    }

    private async ValueTask<Stop?> MeterLargeAsync(
        Invoked invoked, IReadOnlyList<Invocation> admitted, int damaged, CancellationToken cancellation)
    {
        Stop? failed = null;
        // Lambda tries an event again under the id that it had.
        var left = await _large.RunAsync(invoked.RequestId, admitted, invoked.Deadline, async portion =>
        {
            var one = await MeterAsync(Part, portion, damaged, cancellation);
            (failed, damaged) = (failed ?? one, 0);
            return one is null;
        }, cancellation);
        return left == 0 ? failed : throw new DeliveryUnfinishedException(
            $"of a delivery of {admitted.Count} records {left} did not fit into the time of one invocation; they are judged when Lambda "
                + "tries it again");
    }

    /// <summary>Counts, judges and stops; what should be in force and is not, and trying again may help; null for nothing.</summary>
    private async ValueTask<Stop?> MeterAsync(
        string part, IReadOnlyList<Invocation> admitted, int damaged, CancellationToken cancellation)
    {
        await RefreshAsync(FreshBefore, cancellation);
        if (_policy is { Version: 0, Problem: null })
        {
            _log.Warn("no policy is in force: everything is counted and nothing is stopped",
                ("remedy", "killswitch policy apply killswitch.yaml"));
        }

        var now = _clock.GetUtcNow();
        await _guard.Paths.TeachAsync(_cycle.Rules, admitted, cancellation);
        var report = await _cycle.Meter.RunAsync(admitted, now, cancellation);
        foreach (var record in report.Ahead)
        {
            _log.Warn("a record could not be read", ("reason", "its time has yet to come"), ("time", record.Timestamp),
                ("requestId", record.Id.RequestId));
        }

        var leaks = await LeaksAsync(report.Records, report, now, cancellation);
        Tell(part, report, damaged + report.Ahead.Count, leaks, now);
        return report.Stops.FirstOrDefault(stop => stop.State == StopState.Failed && stop.Failure?.IsPassing() == true);
    }

    private static void Throw(Stop? failed)
    {
        if (failed is not null)
            throw new StopNotInForceException($"{failed.Id} on {failed.Target.Name} is not in force: {failed.Note}");
    }

    private async ValueTask<IReadOnlyList<Invocation>> AdmitAsync(
        PayloadResult payload, IReadOnlyList<Invocation> batch, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return (payload is PayloadResult.Unreadable broken ? broken.Origin : (payload as PayloadResult.Data)?.Origin) is { } origin
                ? await _intake.AdmitAsync(origin, batch, now, cancellation)
                : [];
        }
        finally
        {
            TellForeign(payload.ToString());
        }
    }

    private void TellForeign(string? payload)
    {
        if (_foreign.TakeCount() is not (var foreign and > 0))
            return;
        _log.Warn("records that Bedrock did not write were left out", ("records", foreign), ("payload", payload));
        _log.Metrics(new MetricsLine(_guard.Place.Stack).Count(GuardMetric.Foreign, foreign).Count(GuardMetric.Trouble, 1));
    }

    private async ValueTask<int> LeaksAsync(
        IReadOnlyCollection<Invocation> batch, MeterReport report, DateTimeOffset now, CancellationToken cancellation)
    {
        var (leaks, wider) = await _cycle.Leaks.RunAsync(_enforced, batch, now, cancellation);
        foreach (var leak in leaks)
        {
            _log.Warn("a stopped target was served", ("id", leak.Stop.Id), ("target", leak.Stop.Target.Name), ("by", leak.By),
                ("newestUse", leak.NewestUse), ("calls", leak.Calls.Count));
        }

        foreach (var stop in wider)
            report.Stops.Add(stop);

        return leaks.Count;
    }

    private async ValueTask FailedAsync(string part, Exception error)
    {
        try
        {
            await _guard.Heartbeats.FailAsync(part, _clock.GetUtcNow(), AwsProblem.ClauseOf(error), CancellationToken.None);
        }
        catch (Exception second) when (second is not OutOfMemoryException)
        {
            _log.Error("the failure could not be kept", second);
        }
    }

    private void Tell(string part, MeterReport report, int damaged, int leaks, DateTimeOffset now)
    {
        // What no delivery can be late by is dated wrongly, and says nothing of how late records are.
        var newest = now - report.NewestRecord <= LatestDelivery ? report.NewestRecord : null;
        var lag = part == Part ? now - newest : null;
        var enforcement = report.Stops.Where(stop => stop.EnforcedAt >= stop.At && stop.At == now)
            .Select(stop => stop.EnforcedAt - stop.At).Max();
        var metrics = new MetricsLine(_guard.Place.Stack, GuardEnvironment.HasDashboard)
            .Count(GuardMetric.Records, report.Counted)
            .CountAny(GuardMetric.Duplicates, report.Duplicates)
            .CountAny(GuardMetric.Corrected, report.Corrected)
            .CountAny(GuardMetric.Refused, report.Refused)
            .CountAny(GuardMetric.Damaged, damaged)
            .CountAny(GuardMetric.Unpriced, report.Unpriced.Count)
            .CountAny(GuardMetric.Uncounted, report.Uncounted.Values.Sum())
            .Dollars(GuardMetric.Spend, report.Usage.Cost.Amount)
            .Count(GuardMetric.InputTokens, report.Usage.Tokens.InputTokens)
            .Count(GuardMetric.OutputTokens, report.Usage.Tokens.OutputTokens)
            .CountAny(GuardMetric.CacheReadInputTokens, report.Usage.Tokens.CacheReadInputTokens)
            .CountAny(GuardMetric.CacheWriteInputTokens, report.Usage.Tokens.CacheWriteInputTokens)
            .CountAny(GuardMetric.Stops, report.Stops.Count)
            .CountAny(GuardMetric.Leaks, leaks)
            .CountAny(GuardMetric.Trouble, leaks);
        if (lag is { } data)
            metrics.Milliseconds(GuardMetric.DataLag, data);
        if (enforcement is { } took)
            metrics.Milliseconds(GuardMetric.EnforcementLag, took);
        _log.Metrics(metrics);
        foreach (var stop in report.Stops)
        {
            _log.Warn("stop", ("id", stop.Id), ("state", stop.State.ToString()), ("rule", stop.Cause.RuleText),
                ("target", stop.Target.Name), ("note", stop.Note));
        }

        foreach (var (name, reason) in _guard.Routes.TakeNews())
            _log.Warn("the model behind a name is not known", ("name", name), ("reason", reason));
        foreach (var model in report.Unpriced)
            _log.Warn("a model has no price and is counted like the dearest of its kin", ("model", model));
        foreach (var (model, calls) in report.Uncounted)
            _log.Warn("served calls name no token count and add nothing", ("model", model), ("calls", calls));
        // A delivery that was sent again is old for its own reason, and says nothing of how late records are.
        var isNewest = newest >= _newest.GetValueOrDefault(part);
        if (isNewest)
            _newest[part] = newest!.Value;
        _beat = new Heartbeat(
            part, now, _newest.TryGetValue(part, out var known) ? known : null, isNewest ? lag : null, enforcement, _policy.Version)
        {
            UnpricedAt = report.Unpriced.Count > 0 ? now : null,
            Unpriced = report.Unpriced.Count > 0 ? string.Join(", ", report.Unpriced) : null,
        };
    }

    private async ValueTask RefreshAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var isNew = await _policy.RefreshAsync(atMost, cancellation);
        if (_policy.Problem is { } problem)
            _log.PolicyInvalid(problem);
        foreach (var item in _guard.Damaged.Take())
            _log.Damaged(item);
        if (!isNew && !_isStale)
            return;
        _cycle = new GuardCycle(_guard, _policy.Policy, _policy.Version, _prices.Entries, _timing.Timing);
        _isStale = false;
        await _cycle.Doubts.RefreshAsync(cancellation);
        _log.Info("policy", ("version", _policy.Version), ("rules", _policy.Policy.Rules.Count));
    }
}

/// <summary>A delivery that could not be read to its end; the dead-letter queue keeps it.</summary>
internal sealed class UnreadablePayloadException(string message) : Exception(message);

/// <summary>What a delivery holds takes longer than one invocation; the next goes on where this one ended.</summary>
internal sealed class DeliveryUnfinishedException(string message) : Exception(message);

/// <summary>A stop that should be in force is not, and trying again may help.</summary>
internal sealed class StopNotInForceException(string message) : Exception(message);
