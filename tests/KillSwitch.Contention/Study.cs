using KillSwitch.Aws.Dynamo;
using KillSwitch.Contention.Table;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Contention;

/// <summary>A load on the meter for some time over the turn of an hour, the same for the same seed.</summary>
public static class Study
{
    // Records are ten seconds old: those of the new hour come when half of the time is over.
    private static readonly DateTimeOffset Start = new(2026, 9, 8, 12, 59, 50, TimeSpan.Zero);

    // By then each counter has its shards.
    private static readonly TimeSpan Learnt = TimeSpan.FromSeconds(10);

    /// <param name="policy">In force, with limits that nobody reaches.</param>
    /// <param name="span">How long deliveries come.</param>
    public static Outcome Run(Load load, Policy policy, TimeSpan span, int seed, Ledgers ledgers = Ledgers.AsTheyAre)
    {
        var time = new SimulatedTime(Start);
        var table = new ContendedTable(time, new Random(seed), new Conflicts());
        var fleet = new Fleet(table, time, new Random(seed + 1), policy, ledgers);
        var (deliveries, counted) = (0, 0L);
        time.Run(async () =>
        {
            // What is asked of the table once in its life.
            await fleet.Ledger().PrepareAsync(default);
            var running = new List<Task>();
            foreach (var (at, records) in load.Deliveries(Start, span, new Random(seed + 2)))
            {
                if (at > time.Elapsed)
                    await Task.Delay(at - time.Elapsed, time);
                deliveries++;
                running.Add(fleet.DeliverAsync(records));
            }

            await Task.WhenAll(running);
            counted = (await fleet.Ledger().ReadAsync([.. Hours.Select(hour => new CounterKey("account=123456789012", hour))], default))
                .Sum(usage => usage.Calls);
        });

        var took = fleet.Judged.Select(one => one.Took).Order().ToList();
        var later = fleet.Judged.Where(one => one.At >= Learnt).Select(one => one.Took).Order().ToList();
        var records = (double)Math.Max(1, counted);
        return new Outcome(
            load.Rate, (double)fleet.Lost / deliveries, Seconds(took, 0.5), Seconds(took, 0.99), Seconds(later, 0.99),
            (double)table.Tally.Refused / deliveries, table.Tally.WriteUnits / records, table.Tally.ItemsRead / records, fleet.Processes,
            counted == Marks(table) && (fleet.Lost > 0 || counted == fleet.Counted));
    }

    /// <summary>The same for one payload in a new process, beside deliveries or alone.</summary>
    /// <param name="beside">What else comes, from five seconds before it until ten after; null for nothing.</param>
    public static PayloadOutcome Run(Payload payload, Load? beside, Policy policy, int seed, Ledgers ledgers = Ledgers.AsTheyAre)
    {
        var time = new SimulatedTime(Start);
        var table = new ContendedTable(time, new Random(seed), new Conflicts());
        var others = new Fleet(table, time, new Random(seed + 1), policy, ledgers);
        var own = new Fleet(table, time, new Random(seed + 3), policy, ledgers);
        var (counted, tries) = (0L, (int?)null);
        time.Run(async () =>
        {
            await own.Ledger().PrepareAsync(default);
            var running = new List<Task>();
            var at = beside is null ? TimeSpan.Zero : TimeSpan.FromSeconds(5);
            foreach (var (when, records) in beside?.Deliveries(Start, at + TimeSpan.FromSeconds(10), new Random(seed + 2)) ?? [])
                running.Add(LaterAsync(when, () => others.DeliverAsync(records)));
            running.Add(LaterAsync(at, async () => tries = await own.DeliverLargeAsync(payload.At(Start + at))));
            await Task.WhenAll(running);
            counted = (await own.Ledger().ReadAsync([.. Hours.Select(hour => new CounterKey("account=123456789012", hour))], default))
                .Sum(usage => usage.Calls);
        });

        return new PayloadOutcome(
            payload.Records, payload.Sessions, tries, Seconds([.. own.Judged.Select(one => one.Took)], 0), table.Tally.Transactions,
            table.Tally.Refused, table.Tally.BatchReads, counted == Marks(table) && own.Counted == payload.Records && others.Lost == 0);

        async Task LaterAsync(TimeSpan at, Func<Task> work)
        {
            await Task.Delay(at, time);
            await work();
        }
    }

    private static Window[] Hours =>
        [.. new[] { -1, 0 }.Select(hour => 1_788_872_400L + (hour * 3_600)).Select(start => new Window(start, start + 3_600))];

    private static int Marks(ContendedTable table) =>
        table.All.Count(item => item[Item.PartitionKey].S.StartsWith("seen#", StringComparison.Ordinal));

    private static double Seconds(List<TimeSpan> took, double share) =>
        took.Count == 0 ? double.NaN : took[Math.Min(took.Count - 1, (int)(took.Count * share))].TotalSeconds;
}
