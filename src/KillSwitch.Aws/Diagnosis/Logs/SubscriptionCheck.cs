using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Logging;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>Every event of the log group in use goes to the meter.</summary>
internal sealed class SubscriptionCheck(string region) : Check(
    "subscription", ChainPart.Logs,
    "bedrock:GetModelInvocationLoggingConfiguration, logs:DescribeSubscriptionFilters, cloudformation:ListStackResources, "
    + "lambda:GetFunctionConfiguration", region)
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        if (await LogGroupInUse.FindAsync(account, Region!, cancellation) is not { } group)
            return Finding.Fault("there is no log group to subscribe to", account.Redeployment.Command);
        if (await account.FunctionAsync(GuardFunction.Meter, cancellation) is not { Arn: { } meter })
            return Finding.Fault("there is no meter to deliver to", account.Redeployment.Command);
        try
        {
            return Judge(
                await LogSubscriptions.Of(account.Logs, group, cancellation).ToListAsync(cancellation), group, meter, account.Own.Filter);
        }
        catch (AmazonCloudWatchLogsException error) when (error.Is("ResourceNotFoundException"))
        {
            return Finding.Fault($"the log group {group} is gone", account.Redeployment.Command);
        }
    }

    internal static Finding Judge(IReadOnlyList<SubscriptionFilter> filters, string group, string meter, string name)
    {
        var put = $"aws logs put-subscription-filter --log-group-name {group} --filter-name {name} --filter-pattern \"\" "
            + $"--destination-arn {meter}";
        // By another name its records count nowhere.
        var own = filters.Where(filter => filter.DestinationArn == meter && filter.FilterName == name).ToList();
        if (own.Count == 0)
            return Finding.Fault($"{group} is not subscribed to by the meter: no record reaches it but by the watch, late", put);
        if (!own.Exists(filter => string.IsNullOrEmpty(filter.FilterPattern)))
            return Finding.Fault($"only events of {group} that match `{own[0].FilterPattern}` go to the meter", put);
        var others = filters.Except(own).Select(filter => $"{filter.FilterName} to {filter.DestinationArn}").ToList();
        return others.Count == 0
            ? Finding.Ok($"every event of {group} goes to the meter")
            : Finding.Warning(
                $"every event of {group} goes to the meter, and others read it too: {Finding.Names(others)}",
                $"where nobody knows why: aws logs delete-subscription-filter --log-group-name {group} --filter-name NAME; CloudTrail "
                    + "says who put it there (PutSubscriptionFilter)");
    }
}
