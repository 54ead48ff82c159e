using System.Globalization;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.RunningWork;

/// <summary>Batch jobs that have ended, as people are told of them.</summary>
internal static class BatchWords
{
    public const string Kind = GuardCondition.BatchUncounted;

    private const int MostNamed = 5;
    private const string Option = "batchOutputs";

    /// <param name="uncounted">Jobs that cannot be counted.</param>
    /// <param name="unlisted">Why jobs cannot be listed, a clause for each region.</param>
    /// <param name="outputs">Where the guard may read.</param>
    /// <returns>Null where all is well.</returns>
    /// <param name="deploy">How the guard is deployed again.</param>
    public static Condition? Of(
        IReadOnlyList<UncountedBatchJob> uncounted, IReadOnlyList<string> unlisted, BatchOutputs outputs, Redeployment deploy)
    {
        if (uncounted.Count == 0 && unlisted.Count == 0)
            return null;
        var named = uncounted.OrderBy(one => one.Job.EndedAt).ThenBy(one => one.Job.Job.Arn, StringComparer.Ordinal).Take(MostNamed)
            .Select(one => $"`{PlainText.Of(one.Job.Id)}` in {one.Job.Job.Region} ({PlainText.Of(one.Reason)})").ToList();
        var more = uncounted.Count > MostNamed
            ? [string.Create(CultureInfo.InvariantCulture, $"{uncounted.Count - MostNamed:#,##0} more")] : (string[])[];
        return new Condition(
            Kind,
            uncounted.Count switch
            {
                0 => "batch jobs cannot be seen",
                var count => $"{Counted.Of(count, "batch job")} that ended {(count == 1 ? "is" : "are")} not counted",
            },
            "What these batch jobs of the last three days cost is on the bill, and no limit counts it: "
                + $"{string.Join("; ", [.. named, .. more, .. unlisted.Select(PlainText.Of)])}.",
            string.Join("; ", Remedies(uncounted, unlisted.Count > 0, outputs, deploy)))
        {
            Parts = [.. uncounted.OrderBy(one => one.Job.EndedAt).Take(MostNamed).Select(one => PlainText.Of(one.Job.Id))],
        };
    }

    /// <summary>What was counted of a job, and to whom.</summary>
    public static string Audit(CountedBatchJob counted) => string.Create(
        CultureInfo.InvariantCulture,
        $"Counted the batch job {counted.Job.Job.Arn} of {PlainText.Of(counted.Job.Job.Models[0])}: {counted.Usage.Calls:#,##0} records, "
            + $"{counted.Usage.Cost} to {PlainText.Of(counted.Caller.Principal.Name)}, "
            + $"{(counted.IsCreator ? "who created it" : "the role that it ran with, as CloudTrail does not tell who created it")}");

    private static IEnumerable<string> Remedies(
        IReadOnlyList<UncountedBatchJob> uncounted, bool isUnlisted, BatchOutputs outputs, Redeployment deploy)
    {
        var places = uncounted.Where(one => one.Obstacle == BatchObstacle.NotAllowed)
            .Select(one => BatchOutput.OfUri(one.Job.Output)?.Bucket).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Take(MostNamed).ToList();
        if (places.Count > 0)
        {
            var all = DeployOption.List(Option, outputs.All.Select(one => one.ToString()).Concat(places));
            yield return $"{deploy.With(all)}, which lets the watch read {BatchManifest.FileName} there; "
                + $"{deploy.Option(DeployOption.List(Option, [BatchOutputs.None]))} leaves batch jobs out";
        }

        if (uncounted.Any(one => one.Obstacle == BatchObstacle.Unread))
        {
            yield return $"see that {BatchManifest.FileName} lies under the job's id, and let the watch's role read it: by the bucket's "
                + "policy where that denies, and by `kms:Decrypt` in the policy of the bucket's key";
        }

        if (uncounted.Any(one => one.Obstacle == BatchObstacle.Damaged))
            yield return "look at that file, and who may write to the bucket beside Bedrock";
        if (isUnlisted)
            yield return "let the watch's role use bedrock:ListModelInvocationJobs";
    }
}
