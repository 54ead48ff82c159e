using System.Runtime.InteropServices;
using KillSwitch.Core.Metering;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// The totals that a batch is judged on. They start as the ledger was before the batch and take up its records one by one,
/// so that a decision falls on the same record however the records were cut into batches. INVARIANT (never early): what a record of the
/// batch came in the place of is gone from the start, as it is from the ledger: another meter may have counted more since.
/// </summary>
internal sealed class RunningTotals
{
    private readonly Dictionary<CounterKey, int> _places = [];
    private readonly List<CounterKey> _keys = [];
    private readonly List<Usage> _totals = [];

    private RunningTotals()
    {
    }

    /// <param name="ledger">After the batch was counted.</param>
    /// <param name="counters">What is looked at of any batch.</param>
    /// <param name="more">
    /// What is looked at as well, by totals that no record of the batch is judged on more than: most batches are far from every limit, and
    /// need no more.
    /// </param>
    /// <param name="added">What the batch counted.</param>
    public static async ValueTask<RunningTotals> ReadAsync(
        ILedger ledger, IEnumerable<CounterKey> counters, Func<RunningTotals, IEnumerable<CounterKey>> more,
        IReadOnlyCollection<Posting> added, CancellationToken cancellation)
    {
        var running = new RunningTotals();
        await running.TakeInAsync(ledger, counters, cancellation);
        await running.TakeInAsync(ledger, more(running), cancellation);
        foreach (var posting in added)
            running.Change(posting, isMore: false);
        return running;
    }

    private async ValueTask TakeInAsync(ILedger ledger, IEnumerable<CounterKey> counters, CancellationToken cancellation)
    {
        var known = _keys.Count;
        foreach (var counter in counters)
        {
            if (_places.TryAdd(counter, _keys.Count))
                _keys.Add(counter);
        }

        if (_keys.Count == known)
            return;
        _totals.AddRange(await ledger.ReadAsync(known == 0 ? _keys : _keys[known..], cancellation));
    }

    public void Add(Posting posting) => Change(posting, isMore: true);

    public Usage this[CounterKey key] => _places.TryGetValue(key, out var place) ? _totals[place] : default;

    /// <summary>Whether the ledger was asked for it.</summary>
    public bool Holds(CounterKey key) => _places.ContainsKey(key);

    public Usage Sum(IEnumerable<CounterKey> keys)
    {
        var sum = default(Usage);
        foreach (var key in keys)
            sum += this[key];
        return sum;
    }

    private void Change(Posting posting, bool isMore)
    {
        var totals = CollectionsMarshal.AsSpan(_totals);
        foreach (var counter in posting.Counters)
        {
            if (_places.TryGetValue(counter, out var place))
                totals[place] = isMore ? totals[place] + posting.Usage : totals[place] - posting.Usage;
        }
    }
}
