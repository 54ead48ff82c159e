using System.Globalization;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>
/// Counts batch jobs once they have ended, which no record tells of: as one record each, at the time of its end and at batch rates, to
/// whoever created it. Says which of them cannot be counted. INVARIANT (a job counts once): the ledger knows its record, whatever is
/// forgotten here.
/// </summary>
/// <param name="regions">Where jobs may run.</param>
/// <param name="outputs">Where what they cost may be read.</param>
/// <param name="meter">Counts.</param>
/// <param name="ports">The guard's.</param>
/// <param name="deploy">How the guard is deployed again.</param>
public sealed class BatchDuty(IReadOnlyList<IBatchJobs> regions, BatchOutputs outputs, Meter meter, GuardPorts ports, Redeployment deploy)
    : IMinuteDuty
{
    private const string Mark = "batch";
    private const int MostALook = 20;

    // What is forgotten is looked at anew, and counts no more.
    private const int MostKept = 500;

    // A record is known for five weeks: within this reach none counts twice.
    private static readonly TimeSpan Reach = TimeSpan.FromDays(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(6);
    // The job was created hours before, and CloudTrail is a quarter of an hour late at most.
    private static readonly TimeSpan CreatorIsLate = TimeSpan.FromHours(1);
    private static readonly TimeSpan ManifestIsLate = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, UncountedBatchJob> _uncounted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _tried = new(StringComparer.Ordinal);
    private long _attempt;

    public string Name => "batch jobs";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    /// <summary>Told of each job that was counted.</summary>
    public Action<CountedBatchJob> Tell { get; init; } = _ => { };

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        using var time = new CancellationTokenSource(Longest, ports.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        var settled = await KeptMoments.ReadAsync(ports.Memory, Mark, cancellation);
        var before = settled.Count;
        var (unlisted, ended, isDone) = (new List<string>(), new List<(IBatchJobs Region, EndedBatchJob Job)>(), true);
        foreach (var region in regions)
        {
            try
            {
                ended.AddRange((await region.EndedAsync(now - Reach, both.Token)).Select(job => (region, job)));
            }
            catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                var reason = time.IsCancellationRequested ? "there was no answer in time" : ports.Words(error);
                unlisted.Add($"those of {region.Region} cannot be listed: {reason}");
            }
        }

        var open = ended.Where(one => !settled.ContainsKey(one.Job.Job.Arn)).ToList();
        var due = open.OrderBy(one => _tried.GetValueOrDefault(one.Job.Job.Arn)).Take(MostALook).ToList();
        try
        {
            await CountAsync(due, settled, now, both.Token, cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            isDone = false;
        }

        foreach (var gone in _uncounted.Keys.Except(open.Select(one => one.Job.Job.Arn)).Where(_ => unlisted.Count == 0).ToList())
            _uncounted.Remove(gone);
        if (settled.Count != before)
            await KeptMoments.KeepAsync(ports.Memory, Mark, Lasting(settled, now), cancellation);
        // Who let the guard read nothing may have no batch jobs, in regions without Bedrock.
        if (unlisted.Count == 0 || outputs.All.Count > 0)
        {
            findings.Look([BatchWords.Kind], BatchWords.Of([.. _uncounted.Values], unlisted, outputs, deploy) is { } condition
                ? [condition]
                : []);
        }

        return isDone && open.Count <= MostALook;
    }

    private async Task CountAsync(
        List<(IBatchJobs Region, EndedBatchJob Job)> due, Dictionary<string, DateTimeOffset> settled, DateTimeOffset now,
        CancellationToken time, CancellationToken cancellation)
    {
        var found = new List<(IBatchJobs Region, EndedBatchJob Job, BatchManifest Manifest)>();
        foreach (var (region, job) in due)
        {
            time.ThrowIfCancellationRequested();
            _tried[job.Job.Arn] = ++_attempt;
            switch (await ReadAsync(region, job, time))
            {
                case ManifestAnswer.Found read when job.Succeeded is { } answered && answered != read.Manifest.Records:
                    _uncounted[job.Job.Arn] = new(job, BatchObstacle.Damaged, string.Create(CultureInfo.InvariantCulture,
                        $"its manifest counts {read.Manifest.Records:#,##0} answered records, and Bedrock {answered:#,##0}"));
                    break;
                case ManifestAnswer.Found read:
                    found.Add((region, job, read.Manifest));
                    break;
                case ManifestAnswer.Damaged damaged:
                    _uncounted[job.Job.Arn] = new(job, BatchObstacle.Damaged, $"its manifest cannot be read: {damaged.Reason}");
                    break;
                // Nothing was served, and nothing is charged.
                case null or ManifestAnswer.Unread when job.Processed == 0 || (job.HasFailed && job.Processed is null):
                    settled[job.Job.Arn] = job.EndedAt;
                    break;
                case null:
                    _uncounted[job.Job.Arn] = new(job, BatchObstacle.NotAllowed, $"the guard may not read `{job.Output}`");
                    break;
                case ManifestAnswer.Unread unread when now - job.EndedAt >= ManifestIsLate:
                    _uncounted[job.Job.Arn] = new(job, BatchObstacle.Unread, $"its manifest cannot be had: {unread.Reason}");
                    break;
            }
        }

        foreach (var some in found.GroupBy(one => one.Region))
        {
            var creators = await CreatorsAsync(some.Key, [.. some.Select(one => one.Job.Job)], time, cancellation);
            foreach (var (_, job, manifest) in some)
            {
                _uncounted.Remove(job.Job.Arn);
                var creator = creators.ByJob.GetValueOrDefault(job.Job.Arn);
                if (creator is null && (now - job.EndedAt < CreatorIsLate || !creators.Unknown.Contains(job.Job.Arn)))
                    continue;
                var caller = creator ?? (job.Job.RoleArn is { Length: > 0 } role ? Caller.Parse(role) : Caller.None);
                await CountAsync(job, manifest, caller, creator is not null, settled, now, cancellation);
            }
        }
    }

    // Null where the guard may not read there.
    private async ValueTask<ManifestAnswer?> ReadAsync(IBatchJobs region, EndedBatchJob job, CancellationToken cancellation) =>
        BatchOutput.OfUri(job.Output) is { } output && outputs.All.Any(place => place.Holds(output))
            ? await region.ManifestAsync(job, output, cancellation)
            : null;

    private async Task<CreatorsFound> CreatorsAsync(
        IBatchJobs region, IReadOnlyList<RunningJob> jobs, CancellationToken time, CancellationToken cancellation)
    {
        using var soon = new CancellationTokenSource(LongestQuestion, ports.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, time);
        try
        {
            return await region.CreatorsAsync(jobs, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What is known is remembered, and the question goes on with the next look.
            return new CreatorsFound(new Dictionary<string, Caller>());
        }
    }

    private async Task CountAsync(
        EndedBatchJob job, BatchManifest manifest, Caller caller, bool isCreator, Dictionary<string, DateTimeOffset> settled,
        DateTimeOffset now, CancellationToken cancellation)
    {
        var report = await meter.RunAsync([job.Record(ports.Account, caller, manifest)], now, cancellation);
        // A clock that was set back: it is counted when its end has come.
        if (report.Ahead.Count > 0)
            return;
        settled[job.Job.Arn] = job.EndedAt;
        if (report.Unpriced.Count > 0)
        {
            await ports.Heartbeats.WriteAsync(
                new Heartbeat(Mark, now) { UnpricedAt = now, Unpriced = string.Join(", ", report.Unpriced) }, cancellation);
        }

        if (report.Counted == 0)
            return;
        var counted = new CountedBatchJob(job, caller, isCreator, report.Usage, [.. report.Stops]);
        await ports.Actions.WriteAsync(now, Mark, BatchWords.Audit(counted), cancellation);
        Tell(counted);
    }

    // By a clock that was set back, longer than they are listed.
    private static IEnumerable<KeyValuePair<string, DateTimeOffset>> Lasting(
        Dictionary<string, DateTimeOffset> settled, DateTimeOffset now) =>
        settled.Where(one => one.Value > now - Reach - Reach).OrderByDescending(one => one.Value).Take(MostKept);
}
