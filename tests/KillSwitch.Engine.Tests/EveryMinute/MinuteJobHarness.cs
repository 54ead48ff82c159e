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
using KillSwitch.Engine.Mantle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.Routes;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>A meter and a watch over a world, minute by minute on a clock of their own. A new process is one call away.</summary>
internal sealed class MinuteJobHarness
{
    public static readonly DateTimeOffset Start = new(2026, 4, 24, 0, 0, 0, TimeSpan.Zero);

    private readonly GuardTiming _timing;
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly Policy _policy;
    private readonly RuleBook _rules;
    private Meter _meter = null!;
    private MinuteJob _watch = null!;

    private readonly IModelRoutes? _routes;

    public MinuteJobHarness(Policy policy, GuardPorts? stores = null, IModelRoutes? routes = null, GuardTiming? timing = null)
    {
        _timing = timing ?? GuardTiming.Guessed;
        _routes = routes;
        (_policy, _rules) = (policy, new RuleBook(policy));
        Account = new InMemoryAccount(TimeSpan.FromSeconds(10), _rules.IsExempt);
        Ports = (stores ?? InMemoryPorts.Of(Account)) with
        {
            Account = World.Account,
            Enforcer = Account,
            Notifier = Notifier,
            Clock = _clock,
        };
        World.Now = Start;
        Restart();
    }

    public World World { get; } = new();

    public Policy Policy => _policy;

    /// <summary>What the guard keeps outlives its processes; any adapter of it.</summary>
    public GuardPorts Ports { get; }

    public List<IStandingHold> Holds { get; } = [];

    public RecordingNotifier Notifier { get; } = new();

    public InMemoryAccount Account { get; }

    public Reconciler Reconciler { get; private set; } = null!;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Whether the meter runs; what is delivered while it does not is lost to the subscription.</summary>
    public bool MeterRuns { get; set; } = true;

    /// <summary>What the next process takes for the ledger of the mantle endpoint's calls; null for the ledger.</summary>
    public IUsageBook? MantleBook { get; set; }

    /// <summary>Of the next process.</summary>
    public IReadOnlyList<IMinuteDuty> Duties { get; init; } = [];

    /// <summary>Of the meter, batch by batch.</summary>
    public List<MeterReport> Reports { get; } = [];

    public MinuteReport LastReport { get; private set; } = new();

    /// <summary>From now on each page of the log group takes so long.</summary>
    public void Slow(TimeSpan page) => World.Paged = () => _clock.Advance(page);

    /// <summary>New processes, which know only what is kept.</summary>
    public void Restart()
    {
        var prices = new PriceBook();
        var routes = _routes is null ? null : new RouteBook(_routes, Ports.Memory, _clock);
        var context = new CycleContext(_rules, new Enforcement(Ports))
        {
            Routes = routes,
            Timing = _timing,
            Doubts = new Doubts(Ports.Ledger, Ports.Memory),
        };
        _meter = new Meter(context, prices) { CountsUsage = true };
        Reconciler = new Reconciler(Ports.Book, prices, WindowCalendar.Of(_policy.TimeZone), World.Account) { Routes = routes };
        _watch = new MinuteJob(context, _meter, new Verification(context), Reconciler, [new WatchedRegion(World, World)])
        {
            Redeployment = DeployedAs.Checkout,
            TamperRules = World,
            Duties = Duties,
            Holds = Holds,
            Mantle = new MantleCallers(MantleBook ?? Ports.Book, _meter, World.Account),
        };
    }

    /// <summary>A meter of another process.</summary>
    public Meter NewMeter() => new(new CycleContext(_rules, new Enforcement(Ports)), new PriceBook()) { CountsUsage = true };

    /// <summary>What the metrics tell, and nothing else of the watch.</summary>
    public async Task ReadMetricsAsync() => await Reconciler.TakeAsync(
        await World.ReadAsync(Reconciler.HourOf(Now - TimeSpan.FromHours(3)), Now, default), new SortedSet<string>(), default);

    /// <summary>Counts what the log group has, as one does that dies before it judges.</summary>
    public async Task CountAloneAsync(DateTimeOffset from, DateTimeOffset until)
    {
        var records = World.Logged.Select(call => call.Record).Where(one => one.Timestamp >= from && one.Timestamp <= until).ToList();
        var ledger = new InMemoryStopStore();
        await new Meter(new CycleContext(_rules, new Enforcement(Ports with { Stops = ledger })), new PriceBook()) { CountsUsage = true }
            .RunAsync(records, Now, default);
    }

    /// <summary>A call now, unless it is denied. False when it is.</summary>
    public bool Call(Invocation record, TimeSpan skew = default, TimeSpan metricDelay = default, TimeSpan logDelay = default)
    {
        if (Account.IsDenied(record))
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
        await Ports.Heartbeats.WriteAsync(new Heartbeat("meter/us-east-1", Now, report.NewestRecord, Now - report.NewestRecord), default);
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
        (await Ports.Ledger.ReadAsync([new CounterKey(scope, _rules.Calendar.Containing(unit, Now.ToUnixTimeSeconds()))], default))[0];
}
