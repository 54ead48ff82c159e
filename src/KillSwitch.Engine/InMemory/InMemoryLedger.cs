using System.Runtime.InteropServices;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>A ledger in memory, safe for several Meters at once.</summary>
public sealed class InMemoryLedger : ILedger, IUsageBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RecordId, Kept> _records = [];
    private readonly Dictionary<CounterKey, CounterCell> _counters = [];
    // Counters by bucket and shape, once someone lists them: a replay never does.
    private Dictionary<(Window, string), List<CounterKey>>? _shelves;

    /// <summary>Postings that come once for certain: no mark is kept of them, and they cannot be found again.</summary>
    public Func<RecordId, bool> ComesOnce { get; init; } = _ => false;

    /// <summary>How many counters there are.</summary>
    public int Counters
    {
        get
        {
            lock (_lock)
                return _counters.Count;
        }
    }

    /// <summary>How many postings are marked as counted: those that could come again.</summary>
    internal int Marks
    {
        get
        {
            lock (_lock)
                return _records.Count;
        }
    }

    /// <summary>What a counter holds.</summary>
    internal Usage TotalOf(CounterKey counter)
    {
        lock (_lock)
            return _counters.TryGetValue(counter, out var cell) ? cell.Total : default;
    }

    /// <summary>
    /// A counter, to be added to without looking it up each time. Whoever does that is alone with the ledger, and asks anew once it
    /// was forgotten.
    /// </summary>
    internal CounterCell CellOf(CounterKey counter)
    {
        lock (_lock)
        {
            ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_counters, counter, out _);
            if (cell is null)
            {
                cell = new CounterCell();
                Shelve(counter);
            }

            return cell;
        }
    }

    /// <summary>Drops the counters of buckets that ended before a second, of which nobody asks any more.</summary>
    public void Forget(long before)
    {
        lock (_lock)
        {
            foreach (var counter in _counters.Keys.Where(counter => counter.End < before))
                _counters.Remove(counter);
            _counters.TrimExcess();
            _shelves = null;
        }
    }

    public ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation)
    {
        var counted = new bool[postings.Count];
        lock (_lock)
        {
            for (var i = 0; i < postings.Count; i++)
            {
                counted[i] = ComesOnce(postings[i].Record) || _records.TryAdd(postings[i].Record, Kept.Of(postings[i]));
                if (counted[i])
                    Change(postings[i], isMore: true);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<bool>>(counted);
    }

    public ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<CountedRecord?>>(
                [.. records.Select(record => _records.TryGetValue(record, out var known) ? known.Counted : null)]);
        }
    }

    public ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_records.TryGetValue(after.Record, out var known) || known != Kept.Of(before))
                return ValueTask.FromResult(false);
            _records[after.Record] = Kept.Of(after);
            Change(before, isMore: false);
            Change(after, isMore: true);
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        var totals = new Usage[counters.Count];
        lock (_lock)
        {
            for (var i = 0; i < totals.Length; i++)
                totals[i] = TotalOf(counters[i]);
        }

        return ValueTask.FromResult<IReadOnlyList<Usage>>(totals);
    }

    public ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(
        IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation)
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
                [.. buckets.Distinct().SelectMany(bucket => _shelves.GetValueOrDefault((bucket, shape), []))
                    .Select(counter => (counter, _counters[counter].Total))]);
        }
    }

    public ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var (counter, usage) in counters)
            {
                CellOf(counter).Total = usage;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<Invocation>>([.. records.Where(record => !record.IsRefused && IsNews(record))]);
    }

    private bool IsNews(Invocation record) => !_records.TryGetValue(record.Id, out var known)
        || Twins.Outweighs(record.Tokens, record.Timestamp, known.Usage.Tokens, DateTimeOffset.FromUnixTimeSeconds(known.Second));

    private readonly record struct Kept(long Second, Usage Usage, long? UncountedAt)
    {
        public CountedRecord Counted => new(DateTimeOffset.FromUnixTimeSeconds(Second), Usage)
        {
            UncountedAt = UncountedAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
        };

        public static Kept Of(Posting posting) =>
            new(posting.Timestamp.ToUnixTimeSeconds(), posting.Usage, posting.UncountedAt?.ToUnixTimeSeconds());
    }

    private void Change(Posting posting, bool isMore)
    {
        foreach (var counter in posting.Counters)
        {
            var cell = CellOf(counter);
            cell.Total = isMore ? cell.Total + posting.Usage : cell.Total - posting.Usage;
        }
    }

    private void Shelve(CounterKey counter)
    {
        if (_shelves is null || counter.IsMinute)
            return;
        ref var shelf = ref CollectionsMarshal.GetValueRefOrAddDefault(_shelves, (counter.Bucket, ScopeText.ShapeOf(counter.Scope)), out _);
        (shelf ??= []).Add(counter);
    }
}
