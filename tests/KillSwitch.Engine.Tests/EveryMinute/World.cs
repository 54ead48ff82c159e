using System.Runtime.CompilerServices;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Scopes;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>One call to Bedrock, and when its traces become visible.</summary>
/// <param name="Record">As the log tells it.</param>
/// <param name="Metered">When the metrics put it.</param>
/// <param name="MetricDelay">From then until the metrics show it.</param>
/// <param name="LogDelay">From the call until its record lies in the log group.</param>
internal sealed record WorldCall(Invocation Record, DateTimeOffset Metered, TimeSpan MetricDelay, TimeSpan LogDelay);

/// <summary>Bedrock as the guard sees it: a log group, metrics, and a subscription that delivers what it likes.</summary>
internal sealed class World : IMetricSource, IInvocationArchive, ITamperRules
{
    private readonly Queue<WorldCall> _delivering = new();

    public const string Account = "111122223333";

    public DateTimeOffset Now { get; set; }

    /// <summary>Invocation logging: calls made while it is off leave no record.</summary>
    public bool IsLogging { get; set; } = true;

    /// <summary>The subscription: records that come while it is off stay in the log group.</summary>
    public bool IsDelivering { get; set; } = true;

    public bool MetricsFail { get; set; }

    /// <summary>CloudTrail tells who calls the mantle endpoint.</summary>
    public bool TellsMantle { get; set; } = true;

    /// <summary>The mantle endpoint's metrics are listed by project, too.</summary>
    public bool HasProjects { get; set; } = true;

    /// <summary>What is wrong with the rules on tampering until the next look.</summary>
    public string? Unheard { get; set; }

    /// <summary>How the metrics spell a model that the log spells so.</summary>
    public Func<string, string> MetricSpelling { get; set; } = model => model;

    public int Readings { get; private set; }

    /// <summary>Records of a page of the log group.</summary>
    public int PageSize { get; set; } = 10;

    /// <summary>Called with each page of the log group.</summary>
    public Action? Paged { get; set; }

    /// <summary>Calls that Bedrock served.</summary>
    public List<WorldCall> Served { get; } = [];

    /// <summary>Those of them that were logged.</summary>
    public List<WorldCall> Logged { get; } = [];

    public string Region => "us-east-1";

    public void Serve(WorldCall call)
    {
        Served.Add(call);
        if (call.Record is MantleInvocation)
        {
            // No log has it, and what tells of it knows no tokens.
            if (TellsMantle)
                _delivering.Enqueue(call with { Record = call.Record with { Tokens = default } });
            return;
        }

        if (!IsLogging)
            return;
        Logged.Add(call);
        if (IsDelivering)
            _delivering.Enqueue(call);
    }

    /// <summary>What the subscription hands over now.</summary>
    public List<Invocation> Deliver()
    {
        var batch = new List<Invocation>();
        foreach (var call in _delivering.ToList())
        {
            _delivering.Dequeue();
            if (call.Record.Timestamp + call.LogDelay > Now)
                _delivering.Enqueue(call);
            else
                batch.Add(call.Record);
        }

        return batch;
    }

    public ValueTask<MetricReading> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        Readings++;
        if (MetricsFail)
            throw new IOException("no metrics");
        var shown = Served.Where(call => call.Metered >= from && call.Metered < until && call.Metered + call.MetricDelay <= Now).ToList();
        return ValueTask.FromResult(new MetricReading(Region, from, until, [.. Minutes(shown, _ => null)], 1)
        {
            ByProject = [.. Minutes(shown.Where(call => HasProjects && call.Record is MantleInvocation), call => call.Record.Project)],
        });
    }

    private IEnumerable<ModelMinute> Minutes(IEnumerable<WorldCall> shown, Func<WorldCall, string?> project) => shown
        .GroupBy(call => (
            call.Record.Model.Raw, Second: call.Metered.ToUnixTimeSeconds() / 60 * 60, IsMantle: call.Record is MantleInvocation,
            Project: project(call)))
        .Select(same => new ModelMinute(
            Region, same.Key.IsMantle ? BedrockEndpoint.Mantle : BedrockEndpoint.Runtime, ModelId.Parse(MetricSpelling(same.Key.Raw)),
            same.Key.Second, same.Count(), same.Aggregate(default(TokenUsage), (sum, call) => sum + call.Record.Tokens))
        {
            Project = same.Key.Project,
        });

    public ValueTask<IReadOnlyList<string>> RestoreAsync(CancellationToken cancellation)
    {
        string[] wrong = Unheard is { } one ? [one] : [];
        Unheard = null;
        return ValueTask.FromResult<IReadOnlyList<string>>(wrong);
    }

    public ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => ValueTask.FromResult(IsLogging);

    public async IAsyncEnumerable<ArchivePage> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation, bool _ = false)
    {
        foreach (var page in Logged.Where(call => call.Record.Timestamp >= from && call.Record.Timestamp <= until && call.Record.Timestamp
            + call.LogDelay <= Now).Chunk(PageSize).ToList())
        {
            await Task.CompletedTask;
            Paged?.Invoke();
            yield return new ArchivePage([.. page.Select(call => call.Record)], 0);
        }
    }

    IAsyncEnumerable<ArchivePage> IInvocationArchive.ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        ReadAsync(from, until, cancellation, false);
}
