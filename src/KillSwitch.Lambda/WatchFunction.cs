using System.Globalization;
using System.Text;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Drills;
using KillSwitch.Aws.Policies;
using KillSwitch.Aws.PriceLists;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Policies;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Overviews;
using KillSwitch.Engine.Ports;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>
/// Runs every minute: stops are finished, ended and verified, the metrics are held against the log, gaps are filled, trouble is told.
/// </summary>
internal sealed class WatchFunction : IFunction, IDisposable
{
    // Filling a gap leaves off in time for the rest, and before the next minute.
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan BudgetsEvery = TimeSpan.FromHours(1);

    private readonly Guard _guard = GuardEnvironment.Guard(TimeProvider.System);
    private readonly JsonLog _log;
    private readonly TimeProvider _clock;
    private readonly PolicyInForce _policy;
    private readonly PricesInForce _prices;
    private readonly TimingInForce _timing;
    private readonly PriceDuty? _priceList;
    private readonly UnheardRegions? _unheard;
    private readonly IReadOnlyList<WatchedRegion> _regions;
    private readonly IReadOnlyList<IRunningWork> _work;
    private readonly BatchOutputs _batchOutputs;
    private readonly IReadOnlyList<IBatchJobs> _batchJobs;
    private readonly ITamperRules? _tamperRules;
    private readonly IFunctionReserves? _functions;
    // Found to be called, though no sensor listens there.
    private readonly Dictionary<string, WatchedRegion> _found = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _elsewhere = [];
    private MinuteJob? _watch;
    private OverviewReader? _overview;
    // What a rule is bound to is asked for at once.
    private bool _isNewPolicy;

    public WatchFunction(JsonLog log, TimeProvider clock)
    {
        (_log, _clock) = (log, clock);
        _policy = new PolicyInForce(_guard.Policies, clock);
        _prices = new PricesInForce(_guard.Prices, clock);
        _timing = new TimingInForce(_guard.Drills, _guard.Place.Region, clock);
        var regions = GuardEnvironment.Regions(_guard.Place);
        _priceList = _guard.PriceRefresh() is not { } refresh ? null
            : new PriceDuty(refresh, _guard.Prices, _guard.Ports, regions, GuardProgram.Version)
            {
                Tell = _log.Prices,
            };
        _tamperRules = GuardEnvironment.TamperRules is { } count
            ? _guard.TamperRules(count, GuardEnvironment.SetupFunction)
            : null;
        _functions = GuardEnvironment.Functions is { Count: > 0 } functions ? _guard.Functions(functions) : null;
        _regions = [.. regions.Select(region => _guard.Watched(region, isHeard: _guard.Place.Heard.Contains(region)))];
        _work = [.. regions.Select(_guard.RunningWork)];
        _unheard = _guard.Place.OtherRegions is not null
            ? new UnheardRegions(
                _guard.Place, AwsRegions.Beside(_guard.Place, regions), _guard.NewestCallAsync, _guard.Memory)
            : null;
        _batchOutputs = GuardEnvironment.BatchOutputs;
        _batchJobs = _batchOutputs.AreWanted ? [.. _work.Select(_guard.BatchJobs)] : [];
    }

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var problem = await RefreshAsync(cancellation);
        var watch = _watch ??= Job();
        if (SpanOrderJson.Read(invoked.Payload) is { } order)
            return await FillAsync(watch, order, now, invoked.Deadline, cancellation);
        var until = invoked.Deadline - Spare;
        var report = await watch.RunAsync(problem, now, until < now + Longest ? until : now + Longest, cancellation);
        // What is called there counts from the next minute on, as far as the metrics tell.
        if (_unheard is { } unheard && !unheard.Called.SequenceEqual(_elsewhere))
            _watch = null;
        await CheckBudgetsAsync(report, now, cancellation);
        var open = await _guard.Stops.OpenAsync(cancellation);
        await KeepLeaseAsync(report, open, now, cancellation);
        await SendWaitingAsync(report, cancellation);
        Tell(report, open);
        await ShowAsync(open, now, invoked.Deadline - Spare, cancellation);
        if (report.Failures.Count > 0)
        {
            throw new WatchFailedException(
                $"{string.Join(", ", report.Failures.Select(failure => failure.Duty))}: {report.Failures[0].Error.Message}");
        }

        return ReadOnlyMemory<byte>.Empty;
    }

    private MinuteJob Job()
    {
        var cycle = new GuardCycle(_guard, _policy.Policy, _policy.Version, _prices.Entries, _timing.Timing)
        {
            PolicyAt = _policy.At,
            Functions = _functions,
            PriceList = _priceList,
            Unheard = _unheard,
            HoldsBill = GuardEnvironment.HoldsBill,
            BatchJobs = _batchJobs,
            BatchOutputs = _batchOutputs,
            TellBatchJob = _log.BatchJob,
            SpanWorkers = GuardEnvironment.Name is { Length: > 0 } name ? _guard.SpanWorkers(name) : null,
        };
        _elsewhere = _unheard?.Called ?? [];
        var job = cycle.MinuteJob([.. _regions, .. _elsewhere.Select(Elsewhere)], _work, GuardEnvironment.StopsJobs, _tamperRules);
        _overview = GuardEnvironment.HasDashboard ? cycle.Overview() : null;
        return job;
    }

    /// <summary>What another run of the watch has ordered: nothing else is done.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> FillAsync(
        MinuteJob watch, SpanOrder order, DateTimeOffset now, DateTimeOffset deadline, CancellationToken cancellation)
    {
        var until = deadline - Spare;
        var (answer, report) = await watch.FillAsync(order with { Until = order.Until < until ? order.Until : until }, now, cancellation);
        _log.Info("a span was filled", ("from", order.From), ("to", order.To), ("reached", answer.Reached), ("counted", answer.Counted));
        foreach (var stop in report.Stops)
            _log.Warn("stop", ("id", stop.Id), ("state", stop.State.ToString()), ("target", stop.Target.Name), ("note", stop.Note));
        return Encoding.UTF8.GetBytes(SpanOrderJson.Write(answer));
    }

    public ValueTask IdleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    private WatchedRegion Elsewhere(string region)
    {
        if (!_found.TryGetValue(region, out var watched))
            _found.Add(region, watched = _guard.Watched(region, isHeard: false));
        return watched;
    }

    public void Dispose() => _guard.Dispose();

    private async ValueTask SendWaitingAsync(MinuteReport report, CancellationToken cancellation)
    {
        try
        {
            if (await _guard.Notifier.SendWaitingAsync(cancellation) is var sent and > 0)
                _log.Info("messages that had waited were told", ("messages", sent));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            report.Failures.Add(("telling", error));
        }
    }

    /// <summary>For people to look at, after all that has to be done; a fault of it keeps nothing from counting as done.</summary>
    private async ValueTask ShowAsync(
        IReadOnlyList<Stop> open, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        if (_overview is null || _clock.GetUtcNow() >= until)
            return;
        try
        {
            if (await _overview.ReadAsync(now, cancellation) is { } overview)
                _log.Overview(OverviewRows.Of(overview, open));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _log.Error("the overview for the dashboard was not written", error);
        }
    }

    /// <summary>
    /// AWS tells of a budget once, and a message can be lost: budgets that rules are bound to are asked for every hour, too.
    /// </summary>
    private async ValueTask CheckBudgetsAsync(MinuteReport report, DateTimeOffset now, CancellationToken cancellation)
    {
        const string name = "budgets";
        if (!_policy.Policy.Rules.Any(rule => rule is BudgetRule))
            return;
        try
        {
            if (!_isNewPolicy
                && DateTimeOffset.TryParse(await _guard.Memory.RecallAsync(name, cancellation), CultureInfo.InvariantCulture, out var last)
                && now - last < BudgetsEvery && !ClockSkew.IsAhead(last, now))
            {
                return;
            }

            var checkedNow = await _guard.Budgets.CheckRulesAsync(_policy.Policy, now, cancellation);
            foreach (var stop in checkedNow.Stops)
                report.Stops.Add(stop);
            await _guard.Memory.KeepAsync(name, now.ToString("O", CultureInfo.InvariantCulture), cancellation);
            _isNewPolicy = false;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            report.Failures.Add(("budgets", error));
        }
    }

    /// <summary>Last of all: whether the guard is alive is what the rest of the run has shown.</summary>
    private async ValueTask KeepLeaseAsync(
        MinuteReport report, IReadOnlyList<Stop> open, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_guard.Leases is not { } leases)
            return;
        try
        {
            var kept = await leases.RunAsync(report, open, now, cancellation);
            if (kept.Withheld is { } obstacle)
                _log.Warn("the lease is not renewed", ("why", obstacle));
            foreach (var principal in kept.Lifted)
                _log.Info("the deny of a lapsed lease was taken off", ("principal", principal));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            report.Failures.Add(("lease", error));
        }
    }

    /// <summary>What is wrong with the policy in force; the newest before it that can be read is gone by where it cannot.</summary>
    private async ValueTask<Condition?> RefreshAsync(CancellationToken cancellation)
    {
        if (await _policy.RefreshAsync(TimeSpan.Zero, cancellation))
            (_watch, _isNewPolicy) = (null, true);
        if (await _prices.RefreshAsync(TimeSpan.Zero, cancellation) | await _timing.RefreshAsync(TimingInForce.Fresh, cancellation))
            _watch = null;
        if (_policy.Problem is { } problem)
        {
            _log.PolicyInvalid(problem);
            return new Condition(
                GuardCondition.PolicyInvalid,
                "the policy in force cannot be read",
                $"{char.ToUpperInvariant(problem[0])}{problem[1..]}.",
                "killswitch policy check FILE, then killswitch policy apply FILE");
        }

        return _policy.Version > 0
            ? null
            : new Condition(
                GuardCondition.PolicyMissing,
                "no policy is in force",
                "Everything is counted and nothing is stopped.",
                "killswitch init writes a policy, killswitch policy apply killswitch.yaml puts it in force");
    }

    private void Tell(MinuteReport report, IReadOnlyList<Stop> open)
    {
        foreach (var (duty, error) in report.Failures)
            _log.Error("a duty failed", error, ("duty", duty));
        foreach (var stop in report.Stops)
            _log.Info("stop", ("id", stop.Id), ("state", stop.State.ToString()), ("target", stop.Target.Name), ("note", stop.Note));
        foreach (var filled in report.Backfills)
        {
            _log.Warn("the log group was swept", ("from", filled.From), ("until", filled.Until), ("counted", filled.Counted),
                ("damaged", filled.Damaged));
            if (filled.WorkerProblem is { } problem)
                _log.Error("a worker of the backfill failed; what it left is taken up again", problem);
        }

        foreach (var (stop, job) in report.Work?.News ?? [])
        {
            _log.Warn("a job under a stop", ("id", stop.Id), ("target", stop.Target.Name), ("job", job.Arn),
                ("state", job.State.ToString()), ("reason", job.Reason));
        }

        foreach (var problem in report.Work?.Problems ?? [])
            _log.Warn("work that runs cannot be seen as a whole", ("problem", problem));
        foreach (var (name, reason) in _guard.Routes.TakeNews())
            _log.Warn("the model behind a name is not known", ("name", name), ("reason", reason));
        foreach (var item in report.Damaged)
            _log.Damaged(item);
        foreach (var one in report.Conditions)
            _log.Warn("trouble", ("kind", one.Condition.Kind), ("subject", one.Condition.Subject), ("since", one.Since));

        var metrics = new MetricsLine(_guard.Place.Stack, GuardEnvironment.HasDashboard)
            .Count(GuardMetric.Heartbeat, 1)
            .CountAny(GuardMetric.StopsFailed,
                open.Count(stop => stop.State == StopState.Failed || (stop.State == StopState.Releasing && stop.Failure is not null)))
            .CountAny(GuardMetric.MetricsRequested, report.MetricsRequested);
        if (report.Unattributed is { Cost.Amount: > 0 } unattributed)
            metrics.Dollars(GuardMetric.Unattributed, unattributed.Cost.Amount);
        metrics.CountAny(GuardMetric.Backfilled, report.Backfills.Sum(filled => filled.Counted));
        // One that people were not told of yet may pass by itself: the alarm is told with them.
        var told = report.Conditions.Where(one => one.ToldAt is not null).ToList();
        metrics.CountAny(GuardMetric.Trouble, told.Count);
        foreach (var one in told)
            metrics.Count(one.Condition.Kind, 1);
        _log.Metrics(metrics);
    }
}

/// <summary>A duty of the watch was not done; the others were.</summary>
internal sealed class WatchFailedException(string message) : Exception(message);
