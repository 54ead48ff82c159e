using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Engine.RunningWork;

/// <summary>
/// Ends what a deny does not: the jobs of whom or what is stopped, while the stop stands, every few minutes, as a service may start one
/// later. The deny was there before, and people were told of it. What is to be stopped is written down first, so that a process that
/// ends in the middle leaves nothing half done and nothing untold.
/// </summary>
/// <param name="regions">Where work may run.</param>
/// <param name="routes">The models behind names that hide them.</param>
public sealed class WorkSweep(CycleContext context, IReadOnlyList<IRunningWork> regions, RouteBook routes)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(3);
    // A scheduler is not punctual to the second.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(6);
    // CloudTrail tells of a call up to a quarter of an hour after it.
    private static readonly TimeSpan TrailIsLate = TimeSpan.FromMinutes(20);
    // What one sweep has time for.
    private const int MostActs = 50;

    private readonly RuleBook _rules = context.Rules;
    private readonly TimeProvider _clock = context.Ports.Clock;
    private readonly JobJudgement _judgement = new(context.Rules.IsExempt, context.Rules.Policy.Exempt.Count > 0)
    {
        TagsOf = name => context.Facts?.TagsOf(name),
    };
    private readonly StopWorkBook _book = new(context.Ports.Memory);
    private readonly Dictionary<string, DateTimeOffset> _swept = [];

    /// <summary>Whether jobs are stopped; else they are only reported.</summary>
    public bool StopsJobs { get; init; } = true;

    public async ValueTask<SweepReport> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var report = new SweepReport();
        var standing = (await context.Ports.Stops.OpenAsync(cancellation))
            .Where(stop => stop.State == StopState.Enforced && Standing.Of(stop, _rules, now) is not Standing.Falls).ToList();
        foreach (var over in _swept.Keys.Except(standing.Select(stop => stop.Id)).ToList())
            _swept.Remove(over);
        var due = standing.Where(stop => !_swept.TryGetValue(stop.Id, out var last) || now - last >= Every - Early).ToList();
        if (due.Count == 0 || regions.Count == 0)
            return report;

        using var time = new CancellationTokenSource(Longest, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        try
        {
            await SweepAsync(due, now, report, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            report.Problems.Add("there was no time for all of it: the next run goes on");
        }

        return report;
    }

    private async Task SweepAsync(List<Stop> due, DateTimeOffset now, SweepReport report, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(regions.Select(async region => (Region: region, Work: await region.FindAsync(cancellation))));
        foreach (var problem in found.SelectMany(one => one.Work.Problems))
            report.Problems.Add(problem);
        var jobs = found.SelectMany(one => one.Work.Jobs.Select(job => new SweptJob(one.Region, job))).ToList();
        await routes.LearnAsync(
            jobs.SelectMany(met => met.Job.Models.Select(model => (met.Job.Region, ModelId.Parse(model)))), cancellation);
        foreach (var met in jobs)
            met.Models = [.. met.Job.Models.Select(model => IdOf(met.Job.Region, ModelId.Parse(model)))];
        await FindCreatorsAsync(due, jobs, report, cancellation);

        // What could not be listed is not over.
        var isWhole = Array.TrueForAll(found, one => one.Work.Problems.Count == 0);
        foreach (var stop in due)
        {
            var isDone = await SweepAsync(
                stop, jobs, [.. found.SelectMany(one => one.Work.Capacity).Where(capacity => Concerns(stop.Cut, capacity))], isWhole,
                now, report, cancellation);
            if (isDone)
                _swept[stop.Id] = now;
        }
    }

    private async Task FindCreatorsAsync(List<Stop> due, List<SweptJob> jobs, SweepReport report, CancellationToken cancellation)
    {
        // Asked only where it makes a difference: it is slow.
        var open = jobs.Where(
            met => due.Exists(stop => _judgement.Of(stop.Cut, met.Job, met.Models, creator: null) is JobVerdict.Unknown))
            .GroupBy(met => met.Region);
        using var time = new CancellationTokenSource(LongestQuestion, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        foreach (var (some, creators) in await Task.WhenAll(
            open.Select(async some => (some, await AskAsync(some.Key, [.. some.Select(met => met.Job)], both.Token, cancellation)))))
        {
            if (creators.Problem is { } problem)
                report.Problems.Add(problem);
            foreach (var met in some)
                met.Creator = creators.ByJob.GetValueOrDefault(met.Job.Arn);
        }
    }

    private static async Task<CreatorsFound> AskAsync(
        IRunningWork region, IReadOnlyList<RunningJob> jobs, CancellationToken time, CancellationToken cancellation)
    {
        try
        {
            return await region.CreatorsAsync(jobs, time);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What needs no creator is done now, and the question goes on next time.
            return new CreatorsFound(new Dictionary<string, Caller>(), $"there was no time to ask who created jobs in {region.Region}");
        }
    }

    /// <returns>Whether nothing was left for the next run.</returns>
    private async Task<bool> SweepAsync(
        Stop stop, List<SweptJob> jobs, IReadOnlyList<ProvisionedCapacity> capacity, bool isWhole, DateTimeOffset now, SweepReport report,
        CancellationToken cancellation)
    {
        var kept = await _book.FindAsync(stop.Id, cancellation);
        var before = kept ?? StopWork.None;
        var notes = new JobNotes(before);
        if (isWhole)
            notes.Settle(jobs.Select(met => met.Job.Arn).ToHashSet(StringComparer.Ordinal));
        else
            capacity = [.. before.Capacity.Union(capacity)];
        var toStop = Judge(stop, jobs, notes, now);
        var acts = toStop.Take(MostActs).ToList();
        var begun = acts.Where(act => !notes.IsBegun(act.SweptJob.Job.Arn)).ToList();
        if (begun.Count > 0)
        {
            foreach (var (met, reason) in begun)
                notes.Set(met.Job, JobState.Stopping, reason);
            // First the line that a person reads: written twice it does no harm, and missing it would.
            await context.Ports.Actions.WriteAsync(
                now, stop.Id, $"Stopping jobs of {stop.Target.Name}: {string.Join(", ", begun.Select(act => act.SweptJob.Job.Arn))}",
                cancellation);
            await _book.KeepAsync(stop.Id, new StopWork(notes.All(), before.Capacity), cancellation);
        }

        foreach (var (met, reason) in acts)
            await StopAsync(met, reason, notes, cancellation);

        var (news, newCapacity) = (notes.News, capacity.Except(before.Capacity).ToList());
        // Told before it is kept as told: whoever is told twice is annoyed, whoever is never told is blind.
        if (news.Count > 0 || newCapacity.Count > 0)
        {
            await context.Ports.Notifier.TellAsync(
                PendingMessage.Of(RunningWorkMessage.Of(stop, news, newCapacity, now)), cancellation);
        }

        foreach (var note in news)
            report.News.Add((stop, note));
        var after = new StopWork(notes.AllTold(), capacity);
        if (kept is null || begun.Count > 0 || !after.IsSame(before))
            await _book.KeepAsync(stop.Id, after, cancellation);
        return acts.Count == toStop.Count;
    }

    /// <summary>Notes what goes on, and returns what is to be stopped, with its reason.</summary>
    private List<(SweptJob SweptJob, string Reason)> Judge(Stop stop, List<SweptJob> jobs, JobNotes notes, DateTimeOffset now)
    {
        var toStop = new List<(SweptJob, string)>();
        foreach (var met in jobs.Where(met => !met.IsStopped))
        {
            switch (_judgement.Of(stop.Cut, met.Job, met.Models, met.Creator))
            {
                case JobVerdict.Stop verdict when StopsJobs:
                    toStop.Add((met, verdict.Reason));
                    break;
                case JobVerdict.Stop verdict:
                    notes.Set(
                        met.Job, JobState.StillRuns, verdict.Reason + "; this guard was deployed to report jobs and not to stop them");
                    break;
                case JobVerdict.Unknown unknown when met.Creator is not null || !(now - met.Job.CreatedAt < TrailIsLate):
                    notes.Set(met.Job, JobState.StillRuns, unknown.Reason);
                    break;
                case JobVerdict.Leave:
                    notes.Remove(met.Job.Arn);
                    break;
            }
        }

        return toStop;
    }

    private static async Task StopAsync(SweptJob met, string reason, JobNotes notes, CancellationToken cancellation)
    {
        switch (await met.Region.StopAsync(met.Job, cancellation))
        {
            case JobEnd.Stopped:
                met.IsStopped = true;
                notes.Set(met.Job, JobState.Stopped, reason);
                break;
            case JobEnd.Over:
                met.IsStopped = true;
                notes.Ended(met.Job.Arn);
                break;
            case JobEnd.Failed failed:
                notes.Set(met.Job, JobState.Failed, failed.Reason);
                break;
        }
    }

    private static bool Concerns(StopTarget target, ProvisionedCapacity capacity) =>
        target switch
        {
            StopTarget.WholeAccount => true,
            StopTarget.Model model => model.ModelId == capacity.ModelId,
            StopTarget.Models { Whose: StopTarget.WholeAccount, Set: var set } => capacity.ModelId is { } id && set.Has(id),
            _ => false,
        };

    // Null where the name hides a model that could not be told; what has none behind it stands for itself.
    private string? IdOf(string region, ModelId named)
    {
        var model = routes.Of(region, named);
        return ModelRoute.Of(model, region) is not null && model == named ? null : model.Id;
    }
}
