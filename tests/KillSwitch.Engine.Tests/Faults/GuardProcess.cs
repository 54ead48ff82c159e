using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Budgets;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.Tampering;
using KillSwitch.Engine.Tests.EveryMinute;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>One process of the guard: the real engine over ports that fail. It knows what it has seen itself, until it ends.</summary>
internal sealed class GuardProcess
{
    private readonly GuardedAccount _account;
    private readonly RuleBook _rules;
    private readonly IStopStore _stops;
    private readonly IHeartbeats _heartbeats;
    private readonly Enforcement _enforcement;
    private readonly Verification _verification;
    private readonly Meter _meter;
    private readonly MinuteJob _watch;
    private readonly BudgetCheck _budgets;
    private readonly TamperResponse _tampering;
    private readonly Restoration _restoration;

    public GuardProcess(GuardedAccount account, FaultPlan plan)
    {
        _account = account;
        _rules = new RuleBook(account.Policy);
        var ports = FaultyPorts.Over(account.Ports, plan, Life);
        (_stops, _heartbeats) = (ports.Stops, ports.Heartbeats);
        _enforcement = new Enforcement(ports);
        var context = new CycleContext(_rules, _enforcement);
        _verification = new Verification(context);
        _meter = new Meter(context, Calls.Prices) { CountsUsage = true };
        var reconciler = new Reconciler(ports.Book, Calls.Prices, WindowCalendar.Of(account.Policy.TimeZone), World.Account);
        _watch = new MinuteJob(
            context, _meter, _verification, reconciler,
            [new WatchedRegion(Faulty<IMetricSource>(account.World), Faulty<IInvocationArchive>(account.World))])
        {
            Redeployment = DeployedAs.Checkout,
            TamperRules = Faulty<ITamperRules>(account.World),
        };
        _budgets = new BudgetCheck(Faulty<IBudgets>(account.Budgets), _enforcement);
        _tampering = new TamperResponse(GuardedAccount.Ours, [], _enforcement, Faulty<IRepair>(account.Repairs))
        {
            Redeployment = DeployedAs.Checkout,
        };
        _restoration = new Restoration(_enforcement);

        T Faulty<T>(T port)
            where T : class => FaultyPort<T>.Over(port, plan, Life);
    }

    public Life Life { get; } = new();

    private DateTimeOffset Now => _account.Clock.GetUtcNow();

    /// <summary>What the function of the meter does with a batch.</summary>
    public async Task MeterAsync(IReadOnlyCollection<Invocation> batch)
    {
        var now = Now;
        var enforced = (await _stops.OpenAsync(default)).Where(stop => stop.State == StopState.Enforced).ToList();
        var report = await _meter.RunAsync(batch, now, default);
        foreach (var leak in Leaks.Find(enforced, [.. report.Records], _rules))
        {
            if (await _stops.FindAsync(leak.Stop.Id, default) is { State: StopState.Enforced } standing)
                await _verification.LeakAsync(standing, leak, now, default);
        }

        await _heartbeats.WriteAsync(new Heartbeat("meter/us-east-1", now, report.NewestRecord, now - report.NewestRecord), default);
    }

    /// <summary>Fails when a duty failed.</summary>
    public async Task WatchAsync()
    {
        var report = await _watch.RunAsync(policyProblem: null, Now, Now + TimeSpan.FromSeconds(20), default);
        if (report.Failures.Count > 0)
            throw new AggregateException(report.Failures.Select(failure => failure.Error));
    }

    public async Task HearAsync(Core.Budgets.BudgetMessage message) => await _budgets.HearAsync(message, _account.Policy, Now, default);

    public async Task HearAsync(Core.Budgets.AnomalyMessage anomaly) => await _budgets.HearAsync(anomaly, Now, default);

    public async Task HearAsync(TrailEvent call) => await _tampering.RunAsync(call, Now, default);

    /// <summary>A person's command line. False when it has to be tried again.</summary>
    public async Task<bool> RestoreAsync(string stopId, decimal raise) =>
        await _stops.FindAsync(stopId, default) is { } stop
        && await _restoration.RunAsync(
            stop, _account.Policy, raise, "ana", Now, default) is RestoreResult.Done { Stop.State: StopState.Released }
            or RestoreResult.Unchanged;

    /// <summary>The same of an approval.</summary>
    public async Task<bool> ApproveAsync(string stopId) =>
        await _stops.FindAsync(stopId, default) is { } stop
        && await _enforcement.CommandAsync(stop, new StopCommand.Approve(Now, "ana"), default) is StopTransition.To
            or StopTransition.Unchanged;
}
