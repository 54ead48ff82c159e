using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Latency;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Watchers;

/// <summary>The guard as it is deployed, on what a subscription delivers: its meter, its evaluator, its brake, its timing.</summary>
internal sealed class GuardWatcher : IWatcher, IEnforcer
{
    private const long LongestWait = 60_000;

    private readonly Denies _denies;
    private readonly SplitMix _random;
    private readonly Meter _meter;
    // Records on their way to the log group, by when they are there; then deliveries on their way to the function.
    private readonly PriorityQueue<Invocation, long> _logged = new();
    private readonly PriorityQueue<List<Invocation>, long> _delivered = new();
    private long _nextDelivery = long.MaxValue;

    /// <param name="denies">Where it stops.</param>
    /// <param name="random">Of this run.</param>
    /// <param name="timing">What the guard assumes of itself.</param>
    public GuardWatcher(Policy policy, Denies denies, SplitMix random, GuardTiming timing)
    {
        (_denies, _random) = (denies, random);
        var rules = new RuleBook(policy);
        var context = new CycleContext(rules, new Enforcement(InMemoryPorts.Of(this))) { Timing = timing };
        _meter = new Meter(context, new PriceBook());
    }

    /// <summary>Which time of its call a record carries.</summary>
    public Stamp Stamp { get; init; } = Stamp.End;

    /// <summary>What keeps a record from the log group beyond the usual, in milliseconds.</summary>
    public Func<Call, long> HeldUp { get; init; } = _ => 0;

    public long NextAt => Math.Min(_nextDelivery, _delivered.TryPeek(out _, out var at) ? at : long.MaxValue);

    public void Ended(in Call call)
    {
        var at = call.End + Stages.Logged.Spread.Draw(_random) + HeldUp(call);
        _logged.Enqueue(call.RecordOf(Stamp), at);
        // A record that is held up keeps none that come after it.
        if (_nextDelivery - at > LongestWait)
            _nextDelivery = at + _random.Between(0, Stages.BetweenDeliveries.Spread.Draw(_random));
    }

    public async ValueTask ActAsync()
    {
        if (_delivered.TryPeek(out _, out var at) && at <= _nextDelivery)
            await _meter.RunAsync(_delivered.Dequeue(), DateTimeOffset.FromUnixTimeMilliseconds(at), default);
        else
            Deliver();
    }

    public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(
            DateTimeOffset.FromUnixTimeMilliseconds(_denies.Deny(target.Name, now.ToUnixTimeMilliseconds()))));

    public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        throw new InvalidOperationException("no stop of the study ends");

    public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
        ValueTask.FromResult<bool?>(_denies.Has(target.Name));

    private void Deliver()
    {
        var batch = new List<Invocation>();
        while (_logged.TryPeek(out var record, out var at) && at <= _nextDelivery)
        {
            _logged.Dequeue();
            batch.Add(record);
        }

        if (batch.Count > 0)
            _delivered.Enqueue(batch, _nextDelivery + Stages.Delivered.Spread.Draw(_random) + Stages.Started.Spread.Draw(_random));
        _nextDelivery = _logged.TryPeek(out _, out var next)
            ? Math.Max(next, _nextDelivery + Stages.BetweenDeliveries.Spread.Draw(_random))
            : long.MaxValue;
    }
}
