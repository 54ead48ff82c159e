using KillSwitch.Aws.Policies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Mantle;
using KillSwitch.Engine.Overviews;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PolicyTurns;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Principals;
using KillSwitch.Engine.Raises;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Aws.Account;

/// <summary>The cycle of a guard under one policy: the same for every function.</summary>
public sealed class GuardCycle
{
    private readonly Guard _guard;
    private readonly PriceBook _prices;
    private readonly CycleContext _context;
    private readonly int _version;

    /// <param name="guard">The guard.</param>
    /// <param name="policy">What is in force.</param>
    /// <param name="version">Its version; 0 while none is in force, and then nothing that stands is measured by it.</param>
    /// <param name="listed">What was taken up of AWS's Price List; null for nothing.</param>
    /// <param name="timing">What is known of how long a stop takes here; null for guesses.</param>
    public GuardCycle(Guard guard, Policy policy, int version, IEnumerable<PriceEntry>? listed = null, GuardTiming? timing = null)
    {
        (_guard, Rules, _version) = (guard, new RuleBook(policy), version);
        _prices = PolicyPrices.Book(Rules, listed: listed);
        if (version > 0)
            guard.Enforcement.GoBy(Rules);
        guard.Notifier.TellBy(Rules, isInForce: version > 0);
        Doubts = new Doubts(guard.Ledger, guard.Memory);
        _context = new CycleContext(Rules, guard.Enforcement)
        {
            Routes = guard.Routes,
            Facts = guard.Facts,
            Doubts = Doubts,
            Timing = timing ?? GuardTiming.Guessed,
        };
        Meter = new Meter(_context, _prices) { CountsUsage = true, Contradictory = new ContradictoryRecords(guard.Memory) };
        Verification = new Verification(_context);
        Leaks = new LeakSearch(_context, Verification);
        Reconciler = new Reconciler(guard.Ledger, _prices, Rules.Calendar, guard.Place.Account) { Routes = guard.Routes };
    }

    public RuleBook Rules { get; }

    /// <summary>Reads AWS's Price List day by day; null where nobody does.</summary>
    public PriceDuty? PriceList { get; init; }

    /// <summary>Finds calls where nobody listens; null where nobody looks.</summary>
    public UnheardRegions? Unheard { get; init; }

    /// <summary>When the policy was put in force; null while none is.</summary>
    public DateTimeOffset? PolicyAt { get; init; }

    /// <summary>What Lambda reserves for the guard's functions; null where that is not looked after.</summary>
    public IFunctionReserves? Functions { get; init; }

    /// <summary>Whether AWS's bill is held against what was metered, for some cents a day.</summary>
    public bool HoldsBill { get; init; }

    /// <summary>Batch jobs that are over, by region; none where nobody wants to hear of them.</summary>
    public IReadOnlyList<IBatchJobs> BatchJobs { get; init; } = [];

    /// <summary>Where what those cost may be read.</summary>
    public BatchOutputs BatchOutputs { get; init; } = BatchOutputs.Unsaid;

    /// <summary>Told of each batch job that was counted.</summary>
    public Action<CountedBatchJob> TellBatchJob { get; init; } = _ => { };

    /// <summary>Fill spans of very many records; null where the watch does all itself.</summary>
    public ISpanWorkers? SpanWorkers { get; init; }

    public Meter Meter { get; }

    /// <summary>What the metrics do not confirm.</summary>
    public Doubts Doubts { get; }

    public Verification Verification { get; }

    public LeakSearch Leaks { get; }

    public Reconciler Reconciler { get; }

    /// <param name="regions">Where Bedrock may be called.</param>
    /// <param name="work">Where jobs may run.</param>
    /// <param name="stopsJobs">Whether jobs under a stop are stopped; else they are only reported.</param>
    /// <param name="tamperRules">By which tampering is heard of; null where they are not looked after.</param>
    public MinuteJob MinuteJob(
        IReadOnlyList<WatchedRegion> regions, IReadOnlyList<IRunningWork> work, bool stopsJobs, ITamperRules? tamperRules) =>
        new(_context, Meter, Verification, Reconciler, regions)
        {
            Redeployment = _guard.Place.Redeployment,
            Policy = _version == 0 ? null : new PolicyDuty(_version, _guard.Memory, Turn, FindAsync) { Tell = TellAsync },
            Paths = _guard.Paths,
            Leaks = Leaks,
            SpanWorkers = SpanWorkers,
            TamperRules = tamperRules,
            Damaged = _guard.Damaged,
            Duties = [.. Duties()],
            Holds = _guard.Holds,
            Mantle = _guard.Place.MantleCallers ? new MantleCallers(_guard.Ledger, Meter, _guard.Place.Account) : null,
            Work = new WorkSweep(_context, work, _guard.Routes) { StopsJobs = stopsJobs },
        };

    /// <summary>What an operator looks at first; over what the minute job of this cycle knows of the metrics.</summary>
    public OverviewReader Overview() => new(_context, Reconciler);

    private IEnumerable<IMinuteDuty> Duties()
    {
        var newlyExempt = PolicyAt is { } at ? new NewlyExempt(_context, at) : null;
        yield return new PrincipalDuty(Rules.Policy, _guard.Principals, newlyExempt, _guard.Control is not null, _guard.Place.Redeployment);
        yield return new RaiseDuty(Rules, _guard.Ports);
        yield return new OwnerDuty(() => _guard.Notifier.OwnerRefusals, _guard.Place.OwnerTopics, _guard.Place.Redeployment);
        yield return new UncountedDuty(_guard.Ledger, _guard.Place.Account);
        if (Functions is not null)
            yield return new FunctionDuty(Functions, _guard.Place.Redeployment);
        if (_guard.Control is { } control)
            yield return new ControlDuty(control);
        if (HoldsBill)
        {
            yield return new BillDuty(
                async cancellation => await HeldBill.ReaderAsync(_guard, Rules.Policy, _guard.Ports.Clock, cancellation),
                _guard.Place.Heard, _guard.Ports, _guard.Place.Redeployment);
        }
        if (PriceList is { } prices)
            yield return prices;
        if (BatchJobs.Count > 0)
            yield return new BatchDuty(BatchJobs, BatchOutputs, Meter, _guard.Ports, _guard.Place.Redeployment) { Tell = TellBatchJob };
        if (Unheard is { } unheard)
            yield return unheard;
    }

    /// <summary>The turn to the policy, if it were put in force now.</summary>
    public async ValueTask<PolicyTurn> TurnAsync(CancellationToken cancellation)
    {
        await _guard.Paths.TeachAsync(Rules, batch: [], cancellation);
        return Turn(await PolicyDuty.EarlierAsync(_guard.Memory, _version, FindAsync, cancellation));
    }

    private PolicyTurn Turn(IReadOnlyList<RuleBook> earlier) =>
        new(_context)
        {
            Earlier = earlier,
            Unattributed = (now, cancellation) => KeptMetrics.ByRuleAsync(_guard, Rules, now, _guard.Ports.Clock, cancellation),
        };

    // As it is in force, and as it is kept: the one may be edited without the other.
    private async ValueTask TellAsync(int since, DateTimeOffset now, CancellationToken cancellation)
    {
        var word = new PolicyWord(_guard.Enforcement);
        // Of a guard that has told of none the last one is enough.
        var known = since == 0 ? _version - 1 : since;
        var before = known == 0 ? null : await AppliedAsync(known, cancellation);
        for (var number = known + 1; number <= _version; number++)
        {
            if (await AppliedAsync(number, cancellation) is not { } applied)
                continue;
            await word.TellAsync(before, applied, wasEdited: false, now, cancellation);
            before = applied;
        }

        if ((await _guard.Policies.FindInForceAsync(cancellation)) is { Problem: null, Version: { } current } found
            && current.Number == _version && current.Yaml != before?.Text)
        {
            await word.TellAsync(before, Applied(current, found.Policy), wasEdited: before is not null, now, cancellation);
        }
    }

    private async ValueTask<AppliedPolicy?> AppliedAsync(int version, CancellationToken cancellation)
    {
        try
        {
            return await _guard.Policies.FindAsync(version, cancellation) is { } found
                && PolicyFileReader.Read(found.Yaml).Policy is { } policy ? Applied(found, policy) : null;
        }
        catch (DamagedPolicyException)
        {
            return null;
        }
    }

    private static AppliedPolicy Applied(PolicyVersion version, Policy policy) =>
        new(version.Number, version.By, version.At, version.Yaml, policy);

    // One that is damaged counted nothing, and must not keep the next from being put in force and taken up.
    private async ValueTask<Policy?> FindAsync(int version, CancellationToken cancellation) =>
        (await AppliedAsync(version, cancellation))?.Policy;
}
