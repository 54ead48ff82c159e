using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Contention.Table;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Contention;

/// <summary>
/// A gap of an hour that is over, so many records a second, filled by the deployed code in simulated time. A process takes 0.28 ms of its
/// part of a processor for each record that it counts, one after the other.
/// </summary>
public static class BackfillStudy
{
    private static readonly DateTimeOffset Hour = new(2026, 9, 8, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ARecord = TimeSpan.FromMicroseconds(280);
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(40);

    /// <summary>As it was: a page is read, counted and judged, and then the next, in transactions one after the other.</summary>
    public const int Before = -1;

    /// <param name="workers">0 for the watch's own process alone; <see cref="Before"/>.</param>
    public static BackfillOutcome Of(int workers, int pagesASecond, int rate, TimeSpan length, Policy policy, int seed)
    {
        var time = new SimulatedTime(Hour.AddHours(2));
        var table = new ContendedTable(time, new Random(seed), new Conflicts());
        var rules = new RuleBook(policy);
        var log = new MissedLog(time, Hour, length, rate, pagesASecond);
        var memory = new InMemoryMemory();
        var (worked, calls, processes) = (TimeSpan.Zero, 0L, 0);
        time.Run(async () =>
        {
            await Ledger(0).PrepareAsync(default);
            if (workers == Before)
            {
                worked = await InTurnAsync();
                calls = await CallsAsync();
                return;
            }

            // As the audit of the hour finds it.
            await memory.KeepAsync("backfill/us-east-1", (Sweep.None with { Audited = Hour }).ToText(), default);
            for (var run = 0; run < 400; run++)
            {
                var (began, ports) = (time.GetUtcNow(), Ports(0));
                var backfiller = new Backfiller(
                    ports, new Reconciler(ports.Book, new PriceBook(), rules.Calendar, "123456789012"), log, Filler(ports))
                {
                    Workers = workers == 0 ? null : new Processes(workers, FillAsync),
                };
                await backfiller.BeginAsync(mayBegin: false, began, default);
                if (await backfiller.FillRestAsync(began, began + Run, default) is null)
                    break;
                worked += time.GetUtcNow() - began;
                // The next minute; its own time is not the backfill's.
                if (!Sweep.Parse(await memory.RecallAsync("backfill/us-east-1", default)).IsOpen)
                    break;
                var next = began + TimeSpan.FromMinutes(1);
                if (next > time.GetUtcNow())
                    await Task.Delay(next - time.GetUtcNow(), time);
            }

            calls = await CallsAsync();
        });
        var records = (int)(rate * length.TotalSeconds);
        return new BackfillOutcome(
            workers, pagesASecond, records, worked.TotalSeconds, log.Pages, calls == records && Marks() == records);

        async Task<TimeSpan> InTurnAsync()
        {
            var (ports, began) = (Ports(0), time.Elapsed);
            var meter = new Meter(new CycleContext(rules, new Enforcement(ports)), new PriceBook()) { CountsUsage = true };
            await foreach (var page in log.ReadAsync(Hour, Hour.AddHours(1), default))
                await meter.RunAsync(await ports.Book.UncountedAsync(page.Records, default), time.GetUtcNow(), default);
            return time.Elapsed - began;
        }

        async Task<long> CallsAsync() => (await Ledger(0).ReadAsync(
            [new CounterKey("account=123456789012", new Window(Hour.ToUnixTimeSeconds(), Hour.ToUnixTimeSeconds() + 3_600))],
            default))[0].Calls;

        int Marks() => table.All.Count(item => item[Item.PartitionKey].S.StartsWith("seen#", StringComparison.Ordinal));

        DynamoLedger Ledger(int process) => new(
            new LedgerTable(new ContendedDynamo(table), "ledger") { Clock = time, Random = new Random(seed + process) }, time)
        {
            Lanes = workers == Before ? 1 : CountingLanes.Most,
        };

        GuardPorts Ports(int process)
        {
            var ledger = new BusyLedger(Ledger(process), time, ARecord);
            return InMemoryPorts.Of(new InMemoryAccount(TimeSpan.FromSeconds(10), rules.IsExempt)) with
            {
                Ledger = ledger,
                Book = ledger,
                Memory = memory,
                Clock = time,
            };
        }

        SpanFiller Filler(GuardPorts ports) => new(
            ports, log, new Meter(new CycleContext(rules, new Enforcement(ports)), new PriceBook()) { CountsUsage = true });

        async ValueTask<SpanAnswer> FillAsync(SpanOrder order)
        {
            var report = new BackfillReport();
            var filled = await Filler(Ports(++processes)).FillAsync(
                order.From, order.To, order.IsWhole, time.GetUtcNow(), order.Until, report, () => ValueTask.FromResult(true),
                isLeftWhereDense: false, default);
            return new SpanAnswer(filled!.Reached, report.Counted, report.Damaged);
        }
    }

    private sealed class Processes(int atOnce, Func<SpanOrder, ValueTask<SpanAnswer>> fill) : ISpanWorkers
    {
        public int AtOnce => atOnce;

        public ValueTask<SpanAnswer> FillAsync(SpanOrder order, CancellationToken cancellation) => fill(order);
    }
}
