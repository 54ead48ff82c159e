using System.Runtime.InteropServices;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Embedded;

/// <summary>A ledger in memory, safe for several Meters at once.</summary>
public sealed class EmbeddedLedger : ILedger, IUsageBook
{
    private readonly Lock _lock = new();
    private readonly HashSet<RecordId> _records = [];
    private readonly Dictionary<CounterKey, Usage> _counters = [];
    // Counters by bucket and shape, once someone lists them: a replay never does.
    private Dictionary<(Window, string), List<CounterKey>>? _shelves;

    public ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation)
    {
        var counted = new bool[postings.Count];
        lock (_lock)
        {
            for (var i = 0; i < postings.Count; i++)
            {
                counted[i] = _records.Add(postings[i].Record);
                if (!counted[i])
                    continue;
                foreach (var counter in postings[i].Counters)
                {
                    ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_counters, counter, out var isKnown);
                    total += postings[i].Usage;
                    if (!isKnown)
                        Shelve(counter);
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyList<bool>>(counted);
    }

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        var totals = new Usage[counters.Count];
        lock (_lock)
        {
            for (var i = 0; i < totals.Length; i++)
                totals[i] = _counters.GetValueOrDefault(counters[i]);
        }

        return ValueTask.FromResult<IReadOnlyList<Usage>>(totals);
    }

    public ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_shelves is null)
            {
                _shelves = [];
                foreach (var counter in _counters.Keys)
                    Shelve(counter);
            }

            return ValueTask.FromResult<IReadOnlyList<(CounterKey, Usage)>>(
                [.. buckets.Distinct().SelectMany(bucket => _shelves.GetValueOrDefault((bucket, shape), [])).Select(counter => (counter, _counters[counter]))]);
        }
    }

    public ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var (counter, usage) in counters)
            {
                if (!_counters.ContainsKey(counter))
                    Shelve(counter);
                _counters[counter] = usage;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<Invocation>>([.. records.Where(record => !record.IsRefused && !_records.Contains(record.Id))]);
    }

    private void Shelve(CounterKey counter)
    {
        if (_shelves is null)
            return;
        ref var shelf = ref CollectionsMarshal.GetValueRefOrAddDefault(_shelves, (counter.Bucket, ScopeText.ShapeOf(counter.Scope)), out _);
        (shelf ??= []).Add(counter);
    }
}
