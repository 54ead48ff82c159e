using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>Reads one counter of one rule in a window, with what was granted it.</summary>
public static class CounterLedger
{
    public static async ValueTask<Allowance> AllowanceAsync(
        ILedger ledger, AllowanceCounters counters, Window window, CancellationToken cancellation)
    {
        var usage = await ReadAsync(ledger, [.. counters.Keys(window)], cancellation);
        return counters.Read(window, key => usage[key]);
    }

    /// <summary>The totals of the window by counter, and the allowance: one reading of both.</summary>
    public static async ValueTask<(
        IReadOnlyList<(CounterKey Counter, Usage Usage)> Totals, Allowance Allowance, Func<CounterKey, Usage> Usage)> ReadAsync(
        ILedger ledger, RuleHit hit, Window window, CancellationToken cancellation)
    {
        var usage = await ReadAsync(ledger, [.. hit.Counters(window), .. hit.Allowances.Keys(window)], cancellation);
        return ([.. hit.Counters(window).Select(counter => (counter, usage[counter]))], hit.Allowances.Read(window, key => usage[key]),
            key => usage[key]);
    }

    private static async ValueTask<IReadOnlyDictionary<CounterKey, Usage>> ReadAsync(
        ILedger ledger, IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        var read = await ledger.ReadAsync(counters, cancellation);
        return counters.Index().DistinctBy(one => one.Item).ToDictionary(one => one.Item, one => read[one.Index]);
    }
}
