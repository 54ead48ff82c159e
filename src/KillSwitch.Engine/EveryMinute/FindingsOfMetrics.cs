using System.Globalization;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>Where the log and the metrics, held against each other, show that the guard is blind on one eye.</summary>
public static class FindingsOfMetrics
{
    // Prices and time stamps differ by crumbs; a dollar a day and a twentieth do not come from that.
    private const decimal LeastUnattributed = 1m;
    private const decimal LeastShare = 0.05m;
    private static readonly TimeSpan Delivery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(30);

    public static async ValueTask LookAsync(
        Findings findings, Reconciler reconciler, IReadOnlyList<WatchedRegion> regions, IReadOnlyList<Heartbeat> beats,
        IReadOnlyList<string> unreadable, Redeployment deploy, DateTimeOffset now, CancellationToken cancellation)
    {
        findings.Look([GuardCondition.MetricsUnreadable], unreadable.Take(1).Select(_ => new Condition(
            GuardCondition.MetricsUnreadable,
            $"CloudWatch's metrics cannot be read in {string.Join(", ", unreadable)}",
            "Only the log tells of spending now: what it does not tell goes unseen.",
            "read the log of the watch; its role needs cloudwatch:GetMetricData and cloudwatch:ListMetrics")));
        var (off, silent, missing) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var region in regions.Where(region => region.Archive is not null && !unreadable.Contains(region.Name)))
        {
            if (await region.LacksLoggingAsync(cancellation))
                off.Add(region.Name);
            var newestRecord = beats.FirstOrDefault(beat => beat.Part == "meter/" + region.Name)?.NewestBy(now);
            if (reconciler.NewestToBeLogged(region.Name, now - Delivery) is { } counted && now - counted < Lately
                && !(newestRecord > counted - Reconciler.Skew))
            {
                silent.Add(region.Name);
            }
            // An hour that is over by half an hour.
            var hour = reconciler.HourOf(now - Lately - TimeSpan.FromHours(1));
            var (logged, metered) =
                await reconciler.TotalsAsync(
                region.Name, new Window(hour.ToUnixTimeSeconds(), hour.ToUnixTimeSeconds() + 3600), cancellation);
            if (logged.Tokens.TotalTokens > 0 && metered.Calls == 0)
                missing.Add(region.Name);
        }

        findings.Look([GuardCondition.LoggingOff], off.Take(1).Select(_ => new Condition(
            GuardCondition.LoggingOff,
            $"invocation logging is off in {string.Join(", ", off)}",
            "Bedrock writes no invocation logs to a log group: who spends is not known, and no principal or session can be held to a "
                + "limit. Rules on models and on the account go on, by CloudWatch's count.",
            $"{deploy.Command}, which turns it on again")));
        findings.Look([GuardCondition.LogsSilent], silent.Take(1).Select(_ => new Condition(
            GuardCondition.LogsSilent,
            $"no invocation logs arrive from {string.Join(", ", silent)}",
            "CloudWatch counts calls to Bedrock, and no record of them reaches the meter: who spends is not known, and no principal or "
                + "session can be held to a limit. Rules on models and on the account go on, by CloudWatch's count.",
            "look whether invocation logging is on, its role may write, the subscription of the log group stands, and the meter runs; "
                + $"{deploy.Command}, which mends the first three")));
        findings.Look([GuardCondition.MetricsMissing], missing.Take(1).Select(_ => new Condition(
            GuardCondition.MetricsMissing,
            $"CloudWatch counts no calls in {string.Join(", ", missing)}",
            "Records of calls arrive, and CloudWatch shows none of them: nothing stands behind the log if it fails, and what it leaves "
                + "out goes unseen.",
            "look at the namespace AWS/Bedrock in CloudWatch; AWS may be late with metrics, or the region may be another")));
    }

    /// <summary>Where the mantle endpoint was called, and no call of it was told of.</summary>
    public static IEnumerable<Condition> MantleUnheard(
        IReadOnlyList<string> regions, Redeployment deploy) => regions.Take(1).Select(_ => new Condition(
        GuardCondition.MantleUnheard,
        $"nobody tells who calls the mantle endpoint in {string.Join(", ", regions)}",
        "CloudWatch counts calls of it, and no event of CloudTrail names a caller: no principal, session or tag can be held to a limit "
            + "there. Rules on models and on the account go on, by CloudWatch's count.",
        $"look whether the stack's trail is logging and its rule is enabled; {deploy.Command}, "
            + "which puts back what is gone"));

    /// <summary>None while it is less than a dollar, or less than a twentieth of what the metrics count.</summary>
    public static IEnumerable<Condition> Unattributed(IReadOnlyList<ModelUsage> models, Usage metered, Redeployment deploy)
    {
        var cost = models.Aggregate(default(Usage), (sum, model) => sum + model.Usage).Cost;
        if (cost.Amount < LeastUnattributed || cost.Amount < metered.Cost.Amount * LeastShare)
            yield break;
        var named = string.Join(", ", models.Take(5).Select(model =>
            $"{PlainText.Of(model.Model.Raw)} in {model.Region} "
                + $"{model.Usage.Cost}{(model.Mantle.Calls > 0 ? " (mantle endpoint, which writes no invocation logs)" : "")}"));
        yield return new Condition(
            GuardCondition.Unattributed,
            $"{cost} of today's spending is in no invocation log",
            string.Create(CultureInfo.InvariantCulture,
                $"CloudWatch counts {metered.Cost} today, and {cost} of it is in no invocation log: {named}. It counts for rules on "
                + $"models and on the account, and for no principal."),
            "turn invocation logging on wherever Bedrock is called; deny the mantle endpoint to principals under a cap (`mantle: deny`), "
                + $"or let CloudTrail tell who calls it: {deploy.With(DeployOption.Flag("mantleCallers", true))}");
    }
}
