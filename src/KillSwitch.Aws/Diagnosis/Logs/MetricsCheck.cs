using KillSwitch.Aws.Account;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>What CloudWatch counts in a region today is what the ledger holds, by what the watch has kept.</summary>
internal sealed class MetricsCheck(
    string region) : Check("metrics", ChainPart.Metrics, "dynamodb:GetItem, dynamodb:Query, dynamodb:BatchGetItem", region)
{
    private static readonly string[] Blind = [GuardCondition.MetricsUnreadable, GuardCondition.LogsSilent, GuardCondition.MetricsMissing];
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(15);
    // Late records have time to arrive.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(15);

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var now = account.Now;
        var last = MetricState.Parse(await account.Guard.Memory.RecallAsync("metrics/" + Region, cancellation));
        var conditions = await account.ConditionsAsync(cancellation);
        if (Reading(last,
            [.. conditions.Where(one =>
            Blind.Contains(one.Condition.Kind) && one.Condition.Subject.Contains(Region!, StringComparison.Ordinal))], now) is { } wrong)
        {
            return wrong;
        }

        var policy = (await account.PolicyAsync(cancellation)).Policy;
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var reconciler = await KeptMetrics.ReconcilerAsync(account.Guard, policy, calendar, account.Clock, cancellation);
        var today = calendar.Containing(WindowUnit.Day, now.ToUnixTimeSeconds());
        var unattributed = (await reconciler.UnattributedAsync(today, (now - Settles).ToUnixTimeSeconds(), cancellation))
            .Where(model => model.Region == Region).ToList();
        return Judge(unattributed, (await reconciler.TotalsAsync(Region!, today, cancellation)).Metered, account.Redeployment);
    }

    /// <summary>What is wrong with the reading itself; null where nothing is.</summary>
    internal static Finding? Reading(MetricState? last, IReadOnlyList<LastingCondition> blind, DateTimeOffset now) => (last, blind) switch
    {
        (null, _) => Finding.Warning(
            "the watch has not read CloudWatch's metrics yet", "it does within a minute of its first run; look at watch-alive"),
        (_, [{ } one, ..]) =>
            Finding.Fault($"{one.Condition.Subject}: {Sentence.Of(one.Condition.Text)}", Sentence.Of(one.Condition.Remedy)),
        ({ } state, _) when now - state.At > LongestSilence =>
            Finding.Fault(
                $"CloudWatch's metrics were last read {Age.Of(now - state.At)} ago", "look at watch-alive and the log of the watch"),
        _ => null,
    };

    internal static Finding Judge(IReadOnlyList<ModelUsage> unattributed, Usage metered, Redeployment deploy)
    {
        var cost = unattributed.Aggregate(default(Usage), (sum, model) => sum + model.Usage).Cost;
        return FindingsOfMetrics.Unattributed(unattributed, metered, deploy).FirstOrDefault() is { } condition
            ? Finding.Fault(Sentence.Of(condition.Text), condition.Remedy)
            : Finding.Ok(
                $"CloudWatch counts {metered.Cost} today, and {(cost.Amount == 0 ? "all of it" : $"all but {cost}")} is in the ledger");
    }
}
