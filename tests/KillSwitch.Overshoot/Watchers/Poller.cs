using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Latency;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Watchers;

/// <summary>Reads everyone's true total every so often, and denies whoever has reached the limit.</summary>
internal sealed class Poller : IWatcher
{
    private readonly Workload _workload;
    private readonly Denies _denies;
    private readonly SplitMix _random;
    private readonly Spread _between;
    private readonly Spread _data;
    private readonly Spread _takes;
    private readonly PriorityQueue<Call, long> _coming = new();
    private readonly Dictionary<string, decimal> _totals = [];

    /// <param name="workload">Whose limit holds.</param>
    /// <param name="denies">Where it stops.</param>
    /// <param name="random">Of this run.</param>
    /// <param name="start">Of the workload: the first look is somewhere in the first period.</param>
    /// <param name="between">One look to the next.</param>
    /// <param name="data">From the end of a call to the source that is looked at.</param>
    /// <param name="takes">From the look to the decision.</param>
    public Poller(Workload workload, Denies denies, SplitMix random, long start, Spread between, Spread data, Spread takes)
    {
        (_workload, _denies, _random, _between, _data, _takes) = (workload, denies, random, between, data, takes);
        NextAt = start + random.Between(0, between.Draw(random));
    }

    public long NextAt { get; private set; }

    public void Ended(in Call call)
    {
        if (_workload.Principals.Matches(call.Principal))
            _coming.Enqueue(call, call.End + _data.Draw(_random));
    }

    public ValueTask ActAsync()
    {
        while (_coming.TryPeek(out var call, out var at) && at <= NextAt)
        {
            _coming.Dequeue();
            _totals[call.Principal] = _totals.GetValueOrDefault(call.Principal) + call.Usd;
        }

        foreach (var (principal, total) in _totals)
        {
            if (total >= _workload.Limit && !_denies.Has(principal))
                _denies.Deny(principal, NextAt + _takes.Draw(_random));
        }

        NextAt += _between.Draw(_random);
        return ValueTask.CompletedTask;
    }
}
