using KillSwitch.Core.Deployments;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Mantle;
using KillSwitch.Engine.PolicyTurns;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Principals;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// What is done every minute, whatever else happens: stops are finished, ended and verified; the metrics are held against the log, and
/// gaps are filled; and what is wrong with the guard is said. A duty that fails keeps no other from being done.
/// </summary>
public sealed class MinuteJob(
    CycleContext context, Meter meter, Verification verification, Reconciler reconciler, IReadOnlyList<WatchedRegion> regions)
{
    private static readonly TimeSpan HoldEvery = TimeSpan.FromMinutes(5);

    // A scheduler is not punctual to the second.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongestLookBack = TimeSpan.FromDays(14);
    // Late records have time to arrive before people are told of usage that no log explains.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(15);

    private readonly RuleBook _rules = context.Rules;
    private readonly Enforcement _enforcement = context.Enforcement;
    private readonly IHeartbeats _heartbeats = context.Ports.Heartbeats;
    private readonly IGuardMemory _memory = context.Ports.Memory;
    private readonly HealthBook _health = new(context.Ports.Memory, context.Ports.Notifier);
    private readonly UnattributedMeter _unattributed = new(context, reconciler);
    private readonly RefusedRequests _refused = new(context);
    private readonly DoubtReview? _doubts = context.Doubts is { } doubts ? new DoubtReview(context, doubts, reconciler) : null;
    private readonly RepairBound _fights = new(context.Ports.Memory);

    /// <summary>How the guard is deployed again.</summary>
    public required Redeployment Redeployment { get; init; }

    /// <summary>Brings what stands into line with the policy in force; null where none is.</summary>
    public PolicyDuty? Policy { get; init; }

    /// <summary>Says on which paths who is named by one is; null where the policy's words are all there is.</summary>
    public PathBook? Paths { get; init; }

    /// <summary>Ends the jobs of whom or what is stopped; null where nothing runs by itself.</summary>
    public WorkSweep? Work { get; init; }

    // Under a new policy at once.
    private DateTimeOffset? _heldAt;
    private readonly Dictionary<string, DateTimeOffset> _lookedAt = [];
    private bool _hasRead;

    /// <summary>Keep principals under a cap from what no record meters.</summary>
    public IReadOnlyList<IStandingHold> Holds { get; init; } = [];

    /// <summary>Looks for leaks in what the log group had and nobody delivered; null where nobody does.</summary>
    public LeakSearch? Leaks { get; init; }

    /// <summary>Fill spans of very many records; null where the watch does all itself.</summary>
    public ISpanWorkers? SpanWorkers { get; init; }

    /// <summary>By which tampering is heard of; null where they are not looked after.</summary>
    public ITamperRules? TamperRules { get; init; }

    /// <summary>Counts the mantle endpoint's tokens to its callers; null where they are not told.</summary>
    public MantleCallers? Mantle { get; init; }

    /// <summary>What is looked at less often than every minute, or not everywhere.</summary>
    public IReadOnlyList<IMinuteDuty> Duties { get; init; } = [];

    /// <summary>What could not be read of what the guard keeps; null where nobody notes it.</summary>
    public DamagedItems? Damaged { get; init; }

    /// <param name="policyProblem">What is wrong with the policy in force; null when nothing is.</param>
    /// <param name="now">When.</param>
    /// <param name="until">When to leave off filling gaps; the next run goes on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<MinuteReport> RunAsync(
        Condition? policyProblem, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        var report = new MinuteReport();
        var findings = new Findings();
        if (Paths is { } paths)
            await DoAsync("paths", () => paths.TeachAsync(_rules, cancellation));
        if (context.Facts is { } facts)
            await DoAsync("tags", () => facts.RefreshAsync(_rules, cancellation));
        // First: nothing is to be carried out that the policy in force does not stand behind.
        if (Policy is { } policy)
        {
            await DoAsync("policy", async () =>
            {
                foreach (var stop in await policy.RunAsync(now, cancellation))
                    report.Stops.Add(stop);
            });
        }

        await DoAsync("requests", async () =>
        {
            foreach (var stop in await _refused.RunAsync(now, cancellation))
                report.Stops.Add(stop);
        });
        await DoAsync("stops", async () =>
        {
            foreach (var stop in await _enforcement.ResumeAsync(now, cancellation))
                report.Stops.Add(stop);
        });
        await DoAsync("verification", async () =>
        {
            foreach (var stop in await verification.RunAsync(now, cancellation))
                report.Stops.Add(stop);
        });
        await DoAsync("telling", () => _enforcement.MessageDelivery.ResumeAsync(now, cancellation));
        findings.Look([GuardCondition.PolicyMissing, GuardCondition.PolicyInvalid], policyProblem is null ? [] : [policyProblem]);
        await DoAsync("metrics", () => ReadMetricsAsync(report, findings, now, cancellation));
        await BackfillAsync();
        if (!(now - _heldAt < HoldEvery - Early))
        {
            var failed = report.Failures.Count;
            foreach (var hold in Holds)
            {
                await DoAsync(hold.What.Name, async () =>
                    findings.Look([hold.What.Condition], HoldFindings.Of(hold.What, await hold.HoldAsync(cancellation))));
            }

            if (report.Failures.Count == failed)
                _heldAt = now;
        }

        await DoAsync("contests", async () =>
            findings.Look([GuardCondition.Contested], ContestWords.ConditionOf(await _fights.FightsAsync(now, cancellation))));
        if (TamperRules is { } tamperRules)
        {
            await DoAsync("tamper rules", async () =>
                findings.Look([GuardCondition.TamperingUnheard], Unheard(await tamperRules.RestoreAsync(cancellation))));
        }

        foreach (var duty in Duties.Where(duty => !(_lookedAt.TryGetValue(duty.Name, out var last) && now - last < duty.Every - Early)))
        {
            await DoAsync(duty.Name, async () =>
            {
                if (await duty.LookAsync(findings, now, cancellation))
                    _lookedAt[duty.Name] = now;
            });
        }

        await DoAsync("health", async () =>
        {
            await _heartbeats.WriteAsync(Beat(report, now), cancellation);
            List<string> metered = [.. regions.Where(region => region.Archive is not null).Select(region => region.Name)];
            await new ForeignRecords(_memory).LookAsync(findings, metered, now, cancellation);
            await new ContradictoryRecords(_memory).LookAsync(findings, metered, now, cancellation);
            MeterHealth.Look(findings, await _heartbeats.ReadAsync(cancellation), now);
            report.Damaged = Damaged?.Take() ?? [];
            findings.Look([GuardCondition.TableDamaged], Unreadable(report.Damaged));
            report.Conditions = await _health.UpdateAsync(findings.Looked, findings.Present, now, cancellation);
        });
        if (Work is { } work)
            await DoAsync("running work", async () => report.Work = await work.RunAsync(now, cancellation));
        return report;

        // What is urgent anywhere comes before what is not; and a region that has much leaves the others their part of the time.
        async ValueTask BackfillAsync()
        {
            var fillers = new List<Backfiller>();
            foreach (var archive in regions.Select(region => region.Archive).OfType<IInvocationArchive>())
            {
                await DoAsync("backfill", async () =>
                {
                    var filler = new Backfiller(context.Ports, reconciler, archive, Filler(archive)) { Workers = SpanWorkers };
                    // Only a fresh reading shows a gap; a sweep that was begun goes on.
                    await filler.BeginAsync(report.MetricsRequested > 0 && reconciler.HasRead(archive.Region), now, cancellation);
                    fillers.Add(filler);
                });
            }

            foreach (var (i, filler) in fillers.Index())
                await DoAsync("backfill", async () => Add(await filler.FillUrgentAsync(now, Share(i, fillers.Count), cancellation)));
            foreach (var (i, filler) in fillers.Index())
                await DoAsync("backfill", async () => Add(await filler.FillRestAsync(now, Share(i, fillers.Count), cancellation)));

            DateTimeOffset Share(int turn, int turns)
            {
                var at = context.Ports.Clock.GetUtcNow();
                return at >= until ? until : at + ((until - at) / (turns - turn));
            }

            void Add(BackfillReport? filled)
            {
                if (filled is not null)
                    report.Backfills.Add(filled);
            }
        }

        async ValueTask DoAsync(string duty, Func<ValueTask> work)
        {
            try
            {
                await work();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                report.Failures.Add((duty, error));
            }
        }
    }

    private SpanFiller Filler(IInvocationArchive archive) => new(context.Ports, archive, meter) { Leaks = Leaks };

    /// <summary>Fills a span that another run of the watch has ordered.</summary>
    /// <exception cref="InvalidOperationException">The region is none of those whose log is kept.</exception>
    public async ValueTask<(SpanAnswer Answer, BackfillReport Report)> FillAsync(
        SpanOrder order, DateTimeOffset now, CancellationToken cancellation)
    {
        var archive = regions.FirstOrDefault(region => region.Name == order.Region)?.Archive
            ?? throw new InvalidOperationException($"no log of {order.Region} is kept");
        var report = new BackfillReport();
        var filled = await Filler(archive).FillAsync(
            order.From, order.To, order.IsWhole, now, order.Until, report, () => ValueTask.FromResult(true), isLeftWhereDense: false,
            cancellation);
        return (new SpanAnswer(filled?.Reached ?? order.From, report.Counted, report.Damaged), report);
    }

    private async ValueTask ReadMetricsAsync(MinuteReport report, Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        var beats = await _heartbeats.ReadAsync(cancellation);
        var states = new Dictionary<string, (MetricState? Last, TimeSpan Interval)>();
        foreach (var region in regions)
        {
            // A reading that has yet to be made, after a clock was set back, would keep all others from being made.
            var last = await KeptText.ReadAsync(_memory, "metrics/" + region.Name, MetricState.Parse, cancellation) is { } kept
                && !ClockSkew.IsAhead(kept.At, now) ? kept : null;
            states[region.Name] =
                (last, ReadingPlan.Interval(last, beats.FirstOrDefault(beat => beat.Part == "meter/" + region.Name)?.NewestBy(now), now));
        }

        // All at once or not at all: what is judged is the sum of all regions. Under a new policy at once.
        if (_hasRead && !states.Values.Any(state => state.Last is null || now - state.Last.At >= state.Interval - Early))
            return;
        _hasRead = true;
        reconciler.NotBefore = await HourGrid.KeepAsync(_memory, _rules.Calendar, now, cancellation);
        var unpriced = new SortedSet<string>(StringComparer.Ordinal);
        var (unreadable, readings) = (new List<string>(), new List<MetricReading>());
        foreach (var region in regions)
        {
            try
            {
                var reading = await region.Metrics.ReadAsync(From(states[region.Name].Last, now), now, cancellation);
                report.MetricsRequested += reading.MetricsRequested;
                await reconciler.TakeAsync(reading, unpriced, cancellation);
                readings.Add(reading);
            }
            catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
            {
                report.Failures.Add(("metrics of " + region.Name, error));
                unreadable.Add(region.Name);
            }
        }

        // Before what no caller is known of: what is given to one is nobody's no more.
        if (Mantle is { } mantle && readings.Count > 0)
            await ShareAsync(mantle, readings, report, findings, now, cancellation);

        if (_doubts is { } doubts)
        {
            foreach (var stop in await doubts.RunAsync(
                findings, regions.Where(region => region.Archive is not null && !unreadable.Contains(region.Name))
                .Select(region => region.Name), now, cancellation))
            {
                report.Stops.Add(stop);
            }
        }

        var interval = states.Values.Min(state => state.Interval);
        var cycle = await _unattributed.RunAsync(now, interval == TimeSpan.Zero ? ReadingPlan.Often : interval, cancellation);
        foreach (var stop in cycle.Stops)
            report.Stops.Add(stop);
        await FindingsOfMetrics.LookAsync(findings, reconciler, regions, beats, unreadable, Redeployment, now, cancellation);

        var today = _rules.Calendar.Containing(WindowUnit.Day, now.ToUnixTimeSeconds());
        var settled = await reconciler.UnattributedAsync(today, (now - Settles).ToUnixTimeSeconds(), cancellation);
        report.Unpriced.UnionWith(unpriced);
        report.Unattributed = settled.Aggregate(default(Usage), (sum, model) => sum + model.Usage);
        findings.Look([GuardCondition.Unattributed], FindingsOfMetrics.Unattributed(
                settled, await MeteredAsync(today, cancellation), Redeployment));
        // Of the last hour: what was missing this morning is no reason to look every minute tonight.
        var lately = new Window(reconciler.HourOf(now - TimeSpan.FromHours(1)).ToUnixTimeSeconds(), now.ToUnixTimeSeconds());
        var missing = await reconciler.UnattributedAsync(lately, (now - Settles).ToUnixTimeSeconds(), cancellation);
        foreach (var region in regions.Where(region => !unreadable.Contains(region.Name)))
        {
            var newest = reconciler.Recently().Where(minute => minute.Region == region.Name)
                .Select(minute => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(minute.Second)).Max();
            // Of the mantle endpoint nobody else tells the tokens.
            var state = new MetricState(now, newest, missing.Any(model => model.Region == region.Name)
                || (Mantle is not null && readings.Any(reading => reading.Region == region.Name && MantleCallers.IsCalled(reading, now))));
            await _memory.KeepAsync("metrics/" + region.Name, state.ToText(), cancellation);
        }
    }

    private async ValueTask ShareAsync(
        MantleCallers mantle, List<MetricReading> readings, MinuteReport report, Findings findings, DateTimeOffset now,
        CancellationToken cancellation)
    {
        try
        {
            foreach (var stop in (await mantle.RunAsync(readings, now, cancellation))?.Stops ?? [])
                report.Stops.Add(stop);
            // Where nobody listens, that is known.
            findings.Look([GuardCondition.MantleUnheard], FindingsOfMetrics.MantleUnheard(
                [.. mantle.Unheard.Where(name => regions.Any(region => region.Name == name && region.Archive is not null))], Redeployment));
        }
        // What nobody was given is judged as nobody's, and is shared by the next reading.
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            report.Failures.Add(("callers of the mantle endpoint", error));
        }
    }

    private static Condition[] Unreadable(IReadOnlyList<DamagedItem> items) => items.Count == 0
        ? []
        : [new Condition(
            GuardCondition.TableDamaged,
            $"{items.Count} {(items.Count == 1 ? "item" : "items")} of the guard's table cannot be read",
            "Somebody edited what the guard keeps, or a newer program wrote it. It is left out, and all else goes on: "
                + $"{string.Join("; ", items.Take(5).Select(item => PlainText.Of($"`{item.Name}`: {item.Reason}")))}.",
            "mend or delete the item in DynamoDB; a stop that is deleted leaves its deny, and killswitch restore NAME lifts that")];

    private Condition[] Unheard(IReadOnlyList<string> wrong) => wrong.Count == 0
        ? []
        : [new Condition(
            GuardCondition.TamperingUnheard,
            "rules that hear of tampering were disabled, or are gone",
            $"What is done to the guard is not heard at once: {string.Join("; ", wrong)}. Until it is, the watch finds what it can, "
                + "minutes later.",
            $"find in CloudTrail who disabled or deleted them; {Redeployment.Command}, which puts back those that are gone")
            {
                IsToldAtOnce = true,
                Parts = wrong,
            }];

    private static Heartbeat Beat(MinuteReport report, DateTimeOffset now) => report.Unpriced.Count == 0
        ? new Heartbeat("watch", now)
        : new Heartbeat("watch", now) { UnpricedAt = now, Unpriced = string.Join(", ", report.Unpriced) };

    private async Task<Usage> MeteredAsync(Window today, CancellationToken cancellation)
    {
        var sum = default(Usage);
        foreach (var region in regions)
            sum += (await reconciler.TotalsAsync(region.Name, today, cancellation)).Metered;
        return sum;
    }

    private DateTimeOffset From(MetricState? last, DateTimeOffset now)
    {
        // After a time without a watch, everything that the metrics still tell by the minute.
        var back = last is null ? LookBack : now - last.At + LookBack;
        return reconciler.HourOf(now - (back < LongestLookBack ? back : LongestLookBack));
    }
}
