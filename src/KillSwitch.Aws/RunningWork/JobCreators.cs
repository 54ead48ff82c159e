using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.RunningWork;

/// <summary>
/// Who created jobs, from CloudTrail's event history, which every account keeps for 90 days. It takes two requests a second: each job is
/// looked for around the time of its own creation, a few at once, and whoever was found is remembered.
/// </summary>
internal sealed class JobCreators(AmazonCloudTrailClient client, string region, TimeProvider clock)
{
    private const int MostRemembered = 4096;
    private const int MostLookups = 8;
    private const int MostPages = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(550);
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WhereUnknown = TimeSpan.FromDays(7);

    private readonly Dictionary<string, Caller> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private long _question;

    public async Task<CreatorsFound> FindAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation)
    {
        string? problem = null;
        try
        {
            // Those that were asked for longest ago come first, so that each has its turn.
            foreach (var job in jobs.Where(job => !_known.ContainsKey(job.Arn)).OrderBy(job => _asked.GetValueOrDefault(job.Arn))
                .Take(MostLookups).ToList())
            {
                // One answer may tell of several jobs.
                if (_known.ContainsKey(job.Arn))
                    continue;
                Remember(_asked, job.Arn, ++_question);
                await TryLookAsync(job, cancellation);
            }
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            problem = $"CloudTrail in {region} does not tell who created jobs: {AwsProblem.ClauseOf(error)}";
        }

        return new CreatorsFound(
            jobs.Where(job => _known.ContainsKey(job.Arn)).ToDictionary(job => job.Arn, job => _known[job.Arn], StringComparer.Ordinal),
            problem)
        {
            Unknown = jobs.Select(job => job.Arn).Where(job => _answered.Contains(job) && !_known.ContainsKey(job))
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    // Whoever runs out of time before the answer has asked nothing.
    private async Task TryLookAsync(RunningJob job, CancellationToken cancellation)
    {
        try
        {
            await LookAsync(job, cancellation);
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            Answered(job);
            throw;
        }

        Answered(job);
    }

    private void Answered(RunningJob job)
    {
        if (_answered.Count >= MostRemembered)
            _answered.Clear();
        _answered.Add(job.Arn);
    }

    private async Task LookAsync(RunningJob job, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var request = new LookupEventsRequest
        {
            LookupAttributes = [new LookupAttribute
            {
                AttributeKey = LookupAttributeKey.EventName,
                AttributeValue = JobCreation.CallOf(job.Kind),
            }],
            StartTime = (job.CreatedAt - Around ?? now - WhereUnknown).UtcDateTime,
            EndTime = (job.CreatedAt + Around ?? now).UtcDateTime,
        };
        await foreach (var page in Pages.Of(AskAsync, page => page.NextToken).Take(MostPages))
        {
            foreach (var creation in (page.Events ?? []).Select(one => JobCreation.Parse(one.CloudTrailEvent ?? "")).OfType<JobCreation>())
                Remember(_known, creation.JobArn, creation.Creator);
            await Task.Delay(Pause, clock, cancellation);
            if (_known.ContainsKey(job.Arn))
                return;
        }

        Task<LookupEventsResponse> AskAsync(string? token)
        {
            request.NextToken = token;
            return client.LookupEventsAsync(request, cancellation);
        }
    }

    private static void Remember<T>(Dictionary<string, T> memory, string key, T value)
    {
        if (memory.Count >= MostRemembered)
            memory.Clear();
        memory[key] = value;
    }
}
