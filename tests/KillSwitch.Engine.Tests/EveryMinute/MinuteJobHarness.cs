using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.Routes;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>Everything that a guard keeps; any adapter of it.</summary>
internal sealed record Stores(ILedger Ledger, IUsageBook Book, IStopStore Stops, IGuardMemory Memory, IHeartbeats Heartbeats)
{
    public static Stores Embedded()
    {
        var ledger = new InMemoryLedger();
        return new Stores(ledger, ledger, new InMemoryStopStore(), new InMemoryMemory(), new InMemoryHeartbeats());
    }
}

/// <summary>A meter and a watch over a world, minute by minute on a clock of their own. A new process is one call away.</summary>
internal sealed class MinuteJobHarness
{
    public static readonly DateTimeOffset Start = new(2026, 4, 24, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly Policy _policy;
    private readonly RuleBook _rules;
    private Meter _meter = null!;
    private MinuteJob _watch = null!;

    private readonly IModelRoutes? _routes;

    public MinuteJobHarness(Policy policy, Stores? stores = null, IModelRoutes? routes = null)
    {
        _routes = routes;
        (_policy, _rules, Stores) = (policy, new RuleBook(policy), stores ?? Stores.Embedded());
        InMemoryAccount = new InMemoryAccount(TimeSpan.FromSeconds(10), _rules.IsExempt);
        World.Now = Start;
        Restart();
    }

    public World World { get; } = new();

    public Stores Stores { get; }

    public List<ICapHold> Holds { get; } = [];

    public RecordingNotifier Notifier { get; } = new();

    public InMemoryAccount InMemoryAccount { get; }

    public Reconciler Reconciler { get; private set; } = null!;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Whether the meter runs; what is delivered while it does not is lost to the subscription.</summary>
    public bool MeterRuns { get; set; } = true;

    /// <summary>Of the next process.</summary>
    public IReadOnlyList<IMinuteDuty> Duties { get; init; } = [];

    /// <summary>Of the meter, batch by batch.</summary>
    public List<MeterReport> Reports { get; } = [];

    public MinuteReport LastReport { get; private set; } = new();

    /// <summary>New processes, which know only what is kept.</summary>
    public void Restart()
    {
        var prices = new PriceBook();
        var enforcement = new Enforcement(Stores.Stops, InMemoryAccount, Notifier);
        var timing = new GuardTiming(TimeSpan.FromSeconds(10));
        var routes = _routes is null ? null : new RouteBook(_routes, Stores.Memory, _clock);
        var doubts = new Doubts(Stores.Ledger, Stores.Memory);
        _meter = new Meter(_rules, prices, Stores.Ledger, Stores.Stops, enforcement, Notifier, timing)
        {
            CountsUsage = true,
            Routes = routes,
            Doubts = doubts,
        };
        Reconciler = new Reconciler(Stores.Book, prices, WindowCalendar.Of(_policy.TimeZone), World.Account) { Routes = routes };
        _watch = new MinuteJob(
            _rules,
            Reconciler,
            Stores.Book,
            new UnattributedMeter(_rules, Stores.Ledger, Reconciler, Stores.Stops, enforcement, Notifier, timing, World.Account)
            {
                Doubts = doubts,
            },
            _meter,
            new Verification(_rules, Stores.Stops, InMemoryAccount, enforcement, Notifier, new RepairBound(Stores.Memory)),
            enforcement,
            [new WatchedRegion(World, World)],
            Stores.Heartbeats,
            Stores.Memory,
            new HealthBook(Stores.Memory, Notifier),
            _clock)
        {
            TamperRules = World,
            Duties = Duties,
            Doubts = new DoubtReview(_rules, Reconciler, doubts, Stores.Ledger, Stores.Stops, enforcement, Stores.Memory),
            Holds = Holds,
        };
    }

    /// <summary>A call now, unless it is denied. False when it is.</summary>
    public bool Call(Invocation record, TimeSpan skew = default, TimeSpan metricDelay = default, TimeSpan logDelay = default)
    {
        if (InMemoryAccount.IsDenied(record))
            return false;
        World.Serve(new WorldCall(record, record.Timestamp + skew, metricDelay, logDelay));
        return true;
    }

    public async Task MeterAsync(IReadOnlyCollection<Invocation> batch)
    {
        if (batch.Count == 0 || !MeterRuns)
            return;
        var report = await _meter.RunAsync(batch, Now, default);
        Reports.Add(report);
        await Stores.Heartbeats.WriteAsync(new Heartbeat("meter/us-east-1", Now, report.NewestRecord, Now - report.NewestRecord), default);
    }

    /// <summary>To the next minute: deliveries, then the watch.</summary>
    public async Task MinuteAsync(bool watches = true, bool delivers = true)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        World.Now = Now;
        if (delivers)
            await MeterAsync(World.Deliver());
        if (watches)
            LastReport = await _watch.RunAsync(policyProblem: null, Now, Now + TimeSpan.FromSeconds(20), default);
    }

    public async Task MinutesAsync(int minutes)
    {
        for (var i = 0; i < minutes; i++)
            await MinuteAsync();
    }

    public async Task<Usage> TotalAsync(string scope, WindowUnit unit) =>
        (await Stores.Ledger.ReadAsync([new CounterKey(scope, _rules.Calendar.Containing(unit, Now.ToUnixTimeSeconds()))], default))[0];
}
