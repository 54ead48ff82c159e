using Amazon.DynamoDBv2;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Contention.Table;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Contention;

/// <summary>
/// The meter as Lambda runs it: a delivery goes to the process that was idle last, or to a new one, which knows nothing yet.
/// </summary>
internal sealed class Fleet(ContendedTable table, SimulatedTime time, Random random, Policy policy, Ledgers ledgers)
{
    // Of the meter's function.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Stack<Meter> _idle = new();
    private readonly InMemoryMemory _memory = new();
    private readonly RuleBook _rules = new(policy);

    public int Processes { get; private set; }

    /// <summary>Of each delivery that was not given up, when it came and how long it took.</summary>
    public List<(TimeSpan At, TimeSpan Took)> Judged { get; } = [];

    /// <summary>Records that are counted now.</summary>
    public int Counted { get; private set; }

    /// <summary>Deliveries whose tries were all refused.</summary>
    public int Lost { get; private set; }

    public async Task DeliverAsync(Invocation[] records)
    {
        var meter = _idle.TryPop(out var idle) ? idle : Start();
        var started = time.Elapsed;
        try
        {
            var report = await meter.RunAsync(records, time.GetUtcNow(), default);
            Counted += report.Counted;
            Judged.Add((started, time.Elapsed - started));
        }
        catch (AmazonDynamoDBException)
        {
            Lost++;
        }

        _idle.Push(meter);
    }

    /// <summary>A delivery of very many records, tried again by Lambda after one and after two minutes.</summary>
    /// <returns>How often it was tried; null where it was given up.</returns>
    public async Task<int?> DeliverLargeAsync(Invocation[] records)
    {
        if (ledgers != Ledgers.AsTheyAre || !LargeDelivery.Is(records))
        {
            await DeliverAsync(records);
            return Lost == 0 ? 1 : null;
        }

        var large = new LargeDelivery(_memory, time, "us-east-1");
        var started = time.Elapsed;
        for (var tried = 1; tried <= 3; tried++)
        {
            var meter = Start();
            try
            {
                if (await large.RunAsync("it", records, time.GetUtcNow() + Timeout, portion => CountAsync(meter, portion), default) == 0)
                {
                    Judged.Add((started, time.Elapsed - started));
                    return tried;
                }
            }
            catch (AmazonDynamoDBException)
            {
                // Tried again.
            }

            await Task.Delay(TimeSpan.FromMinutes(tried), time);
        }

        Lost++;
        return null;
    }

    private async ValueTask<bool> CountAsync(Meter meter, IReadOnlyList<Invocation> records)
    {
        Counted += (await meter.RunAsync(records, time.GetUtcNow(), default)).Counted;
        return true;
    }

    public DynamoLedger Ledger()
    {
        var own = new LedgerTable(new ContendedDynamo(table), "ledger") { Clock = time, Random = random };
        return ledgers switch
        {
            Ledgers.OneShard => new DynamoLedger(own, time) { MostShards = 1 },
            Ledgers.OneTransactionAtATime => new DynamoLedger(own, time) { Lanes = 1 },
            _ => new DynamoLedger(own, time),
        };
    }

    private Meter Start()
    {
        Processes++;
        var ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.FromSeconds(10), _rules.IsExempt)) with { Ledger = Ledger() };
        return new Meter(new CycleContext(_rules, new Enforcement(ports)), new PriceBook()) { CountsUsage = true };
    }
}
