using KillSwitch.Core.Metering;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// The totals that a batch is judged on. They start as the ledger was before the batch and take up its records one by one,
/// so that a decision falls on the same record however the records were cut into batches.
/// </summary>
internal sealed class RunningTotals
{
    private readonly Dictionary<CounterKey, Usage> _totals;

    private RunningTotals(Dictionary<CounterKey, Usage> totals) => _totals = totals;

    public static async ValueTask<RunningTotals> ReadAsync(
        ILedger ledger, IReadOnlySet<CounterKey> counters, IEnumerable<Posting> added, IEnumerable<Posting> removed,
        CancellationToken cancellation)
    {
        CounterKey[] keys = [.. counters];
        var read = await ledger.ReadAsync(keys, cancellation);
        var totals = new Dictionary<CounterKey, Usage>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
            totals.Add(keys[i], read[i]);
        var running = new RunningTotals(totals);
        foreach (var posting in added)
            running.Remove(posting);
        foreach (var posting in removed)
            running.Add(posting);
        return running;
    }

    public void Add(Posting posting) => Change(posting, (total, usage) => total + usage);

    public void Remove(Posting posting) => Change(posting, (total, usage) => total - usage);

    public Usage this[CounterKey key] => _totals.GetValueOrDefault(key);

    public Usage Sum(IEnumerable<CounterKey> keys)
    {
        var sum = default(Usage);
        foreach (var key in keys)
            sum += this[key];
        return sum;
    }

    private void Change(Posting posting, Func<Usage, Usage, Usage> change)
    {
        foreach (var counter in posting.Counters)
        {
            if (_totals.TryGetValue(counter, out var total))
                _totals[counter] = change(total, posting.Usage);
        }
    }
}
