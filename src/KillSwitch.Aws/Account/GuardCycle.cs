using KillSwitch.Aws.Policies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PolicyTurns;
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
    private readonly int _version;

    /// <param name="guard">The guard.</param>
    /// <param name="policy">What is in force.</param>
    /// <param name="version">Its version; 0 while none is in force, and then nothing that stands is measured by it.</param>
    public GuardCycle(Guard guard, Policy policy, int version)
    {
        (_guard, Rules, _prices, _version) = (guard, new RuleBook(policy), new PriceBook(unpriced: policy.Unpriced), version);
        if (version > 0)
            guard.Enforcement.GoBy(Rules);
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
        Policy = _version == 0 ? null : new PolicyDuty(_version, _guard.Memory, Turn, FindAsync),
        TamperRules = tamperRules,
        Damaged = _guard.Damaged,
        Holds = _guard.Holds,
        Work = new WorkSweep(Rules, _guard.Stops, work, _guard.Routes, _guard.Memory, _guard.Audit, _guard.Notifier, clock) { StopsJobs = stopsJobs },
    };

    /// <summary>The turn to the policy, if it were put in force now.</summary>
    public async ValueTask<PolicyTurn> TurnAsync(CancellationToken cancellation) => Turn(await PolicyDuty.EarlierAsync(_guard.Memory, _version, FindAsync, cancellation));

    private PolicyTurn Turn(IReadOnlyList<RuleBook> earlier) => new(Rules, _guard.Place.Account, _guard.Ledger, _guard.Ledger, _guard.Stops, _guard.Enforcement, _guard.Notifier)
    {
        Earlier = earlier,
        Unattributed = (now, cancellation) => KeptMetrics.ByRuleAsync(_guard, Rules, now, _guard.Clock, cancellation),
    };

    // One that is damaged counted nothing, and must not keep the next from being put in force and taken up.
    private async ValueTask<Policy?> FindAsync(int version, CancellationToken cancellation)
    {
        try
        {
            return await _guard.Policies.FindAsync(version, cancellation) is { } found ? PolicyFileReader.Read(found.Yaml).Policy : null;
        }
        catch (DamagedPolicyException)
        {
            return null;
        }
    }
}
