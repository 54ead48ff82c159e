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
internal sealed class Fleet(ContendedTable table, SimulatedTime time, Random random, Policy policy, int? mostShards)
{
    private readonly Stack<Meter> _idle = new();
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

    public DynamoLedger Ledger()
    {
        var own = new LedgerTable(new ContendedDynamo(table), "ledger") { Clock = time, Random = random };
        return mostShards is { } most ? new DynamoLedger(own, time) { MostShards = most } : new DynamoLedger(own, time);
    }

    private Meter Start()
    {
        Processes++;
        var ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.FromSeconds(10), _rules.IsExempt)) with { Ledger = Ledger() };
        return new Meter(new CycleContext(_rules, new Enforcement(ports)), new PriceBook()) { CountsUsage = true };
    }
}
