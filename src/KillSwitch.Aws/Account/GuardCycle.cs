using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.RunningWork;
using KillSwitch.Engine.Tampering;
using KillSwitch.Engine.Watching;

namespace KillSwitch.Aws.Account;

/// <summary>The cycle of a guard under one policy: the same for every function.</summary>
public sealed class GuardCycle
{
    private readonly Guard _guard;
    private readonly PriceBook _prices;

    public GuardCycle(Guard guard, Policy policy)
    {
        (_guard, Rules, _prices) = (guard, new RuleBook(policy), new PriceBook(unpriced: policy.Unpriced));
        guard.Notifier.TellBy(Rules.Calendar);
        Meter = new Meter(Rules, _prices, guard.Ledger, guard.Stops, guard.Enforcement, guard.Notifier, GuardTiming.Deployed) { CountsUsage = true, Routes = guard.Routes };
        Verification = new Verification(Rules, guard.Stops, guard.Enforcer, guard.Enforcement, guard.Notifier, new RepairBound(guard.Memory));
        Reconciler = new Reconciler(guard.Ledger, _prices, Rules.Calendar, guard.Place.Account) { Routes = guard.Routes };
    }

    public RuleBook Rules { get; }

    public Meter Meter { get; }

    public Verification Verification { get; }

    public Reconciler Reconciler { get; }

    /// <param name="regions">Where Bedrock may be called.</param>
    /// <param name="work">Where jobs may run.</param>
    /// <param name="stopsJobs">Whether jobs under a stop are stopped; else they are only reported.</param>
    /// <param name="tamperRules">By which tampering is heard of; null where they are not looked after.</param>
    /// <param name="clock">The time.</param>
    public Watch Watch(IReadOnlyList<WatchedRegion> regions, IReadOnlyList<IRunningWork> work, bool stopsJobs, ITamperRules? tamperRules, TimeProvider clock) => new(
        Rules,
        Reconciler,
        _guard.Ledger,
        new UnattributedMeter(Rules, _guard.Ledger, Reconciler, _guard.Stops, _guard.Enforcement, _guard.Notifier, GuardTiming.Deployed, _guard.Place.Account),
        Meter,
        Verification,
        _guard.Enforcement,
        regions,
        _guard.Heartbeats,
        _guard.Memory,
        new HealthBook(_guard.Memory, _guard.Notifier),
        clock)
    {
        TamperRules = tamperRules,
        Damaged = _guard.Damaged,
        Mantle = _guard.Mantle,
        Work = new WorkSweep(Rules, _guard.Stops, work, _guard.Routes, _guard.Memory, _guard.Audit, _guard.Notifier, clock) { StopsJobs = stopsJobs },
    };
}
