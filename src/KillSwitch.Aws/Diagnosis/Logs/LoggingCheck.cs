using Amazon.Bedrock.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Logging;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>Bedrock writes its invocation logs to a log group that is there.</summary>
/// <param name="region">Which.</param>
/// <param name="isHeard">Whether records are taken in there; else only the metrics are read.</param>
internal sealed class LoggingCheck(string region, bool isHeard)
    : Check("invocation-logging", ChainPart.Logs, "bedrock:GetModelInvocationLoggingConfiguration, logs:DescribeLogGroups", region)
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var config = (await account.Bedrock(Region!).GetModelInvocationLoggingConfigurationAsync(new(), cancellation)).LoggingConfig;
        var finding = Judge(config, isHeard, Region!, account.Place);
        if (!isHeard || config?.CloudWatchConfig?.LogGroupName is not { Length: > 0 } group)
            return finding;
        return await LogGroupArchive.FindAsync(account.Logs, group, cancellation) is not null
            ? finding
            : Finding.Fault($"it writes to {group}, and there is no such log group: every record is lost", account.Redeployment.Command);
    }

    internal static Finding Judge(LoggingConfig? config, bool isHeard, string region, Deployment place)
    {
        if (config?.CloudWatchConfig?.LogGroupName is { Length: > 0 } group)
        {
            var texts = config.TextDataDeliveryEnabled == true ? "with prompts and answers" : "without prompts and answers";
            return Finding.Ok($"it writes to {group}, {texts}");
        }

        var off = config?.S3Config is { } bucket ? $"it writes to the bucket {bucket.BucketName} alone" : "it is off";
        return isHeard
            ? Finding.Fault($"{off}: who spends is not known, and no principal or session can be held to a limit", config?.S3Config is null
                ? place.Redeployment.Command
                : place.Redeployment.With(DeployOption.Text("invocationLogging", "add")))
            : Finding.Warning(
                $"{off}: what is called there counts by CloudWatch's metrics alone, toward rules on models and on the account",
                "a principal's cap does not see that region: "
                    + $"{place.Redeployment.With(DeployOption.List("regions", [.. place.Sensors, region]))}, which puts a sensor there, or "
                    + "deny Bedrock there");
    }
}
