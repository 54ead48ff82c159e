using System.Globalization;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.RunningWork;

/// <summary>Tells what a stop did to work that goes on by itself.</summary>
internal static class RunningWorkMessage
{
    private const int MostNamed = 40;

    /// <param name="stop">Whose work.</param>
    /// <param name="news">Jobs that people do not know of yet.</param>
    /// <param name="capacity">Provisioned throughput that they do not know of yet.</param>
    public static Alert Of(Stop stop, IReadOnlyList<JobNote> news, IReadOnlyList<ProvisionedCapacity> capacity, DateTimeOffset at)
    {
        var name = PlainText.Of(stop.Target.Name);
        var stopped = news.Where(job => job.State == JobState.Stopped).ToList();
        var goOn = news.Where(job => job.State != JobState.Stopped).ToList();
        var sentences = new List<string>();
        if (stopped.Count > 0)
        {
            sentences.Add($"A deny does not end what runs: {Jobs(stopped.Count)} of {name} {Was(stopped.Count)} stopped. A restore does "
                + $"not start {(stopped.Count == 1 ? "it" : "them")} again.");
        }

        if (goOn.Count > 0)
            sentences.Add($"{Jobs(goOn.Count)} still {(goOn.Count == 1 ? "runs" : "run")} and may spend: the reason stands beside each.");
        sentences.AddRange(capacity.Select(Sentence));

        var details = new List<(string, string)> { ("stop", stop.Id) };
        Add("stopped", stopped);
        Add("failed", goOn.Where(job => job.State == JobState.Failed));
        Add("runs", goOn.Where(job => job.State == JobState.StillRuns));
        if (Math.Max(stopped.Count, goOn.Count) > MostNamed)
            details.Add(("more", "killswitch status --output json names all of them"));
        return new Alert
        {
            Head = goOn.Count > 0 ? "STILL RUNNING" : stopped.Count > 0 ? "JOBS STOPPED" : "STILL PAID FOR",
            Subject = goOn.Count > 0 ? $"{Jobs(goOn.Count)} under the stop of {name}"
                : stopped.Count > 0 ? $"{Jobs(stopped.Count)} of {name}"
                : $"provisioned throughput under the stop of {name}",
            Text = string.Join(' ', sentences),
            Remedy = goOn.Count > 0 ? Remedy(goOn[0]) : null,
            Kind = "runningWork",
            At = at,
            Details = details,
        };

        void Add(string label, IEnumerable<JobNote> jobs)
        {
            if (string.Join("; ", jobs.Take(MostNamed).Select(Line)) is { Length: > 0 } text)
                details.Add((label, text));
        }
    }

    private static string Sentence(ProvisionedCapacity capacity)
    {
        var price = ModelUnitPrice.Find(capacity.ModelId, capacity.Commitment);
        var cost = price is null
            ? "its hourly price is not known"
            : string.Create(CultureInfo.InvariantCulture,
                $"${price.PerHour.Amount * capacity.Units:0.00} an hour at list price of {price.Date:yyyy-MM-dd}");
        var units = capacity.Units == 1 ? "1 model unit" : string.Create(CultureInfo.InvariantCulture, $"{capacity.Units} model units");
        return $"Provisioned throughput is paid for, used or not, and the guard deletes none: {capacity.Arn}, {units} of "
            + $"{capacity.ModelId}, {cost}.";
    }

    private static string Line(JobNote job) => $"{job.Arn} ({PlainText.Of(job.Name)}): {PlainText.Of(job.Reason)}";

    private static string Remedy(JobNote job) => "look at each, and stop what should not run: aws bedrock " + (job.Kind switch
    {
        JobKind.Batch => "stop-model-invocation-job",
        JobKind.Evaluation => "stop-evaluation-job",
        _ => "stop-model-customization-job",
    }) + " --job-identifier " + job.Arn;

    private static string Jobs(int count) => count == 1 ? "1 job" : string.Create(CultureInfo.InvariantCulture, $"{count} jobs");

    private static string Was(int count) => count == 1 ? "was" : "were";
}
