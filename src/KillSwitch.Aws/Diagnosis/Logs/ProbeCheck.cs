using System.Text;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>
/// A record that is written into the log group arrives at the meter. It has an error code, so that it is no call: it costs nothing and
/// counts toward nothing.
/// </summary>
/// <param name="region">Of the log group.</param>
/// <param name="patience">How long to wait.</param>
internal sealed class ProbeCheck(string region, TimeSpan patience) : Check(
    "probe", ChainPart.Logs,
    "bedrock:GetModelInvocationLoggingConfiguration, logs:CreateLogStream, logs:PutLogEvents, dynamodb:Query", region)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        if (await LogGroupInUse.FindAsync(account, Region!, cancellation) is not { } group)
            return Finding.Fault("there is no log group to write into", account.Redeployment.Command);
        // Both times are the meter's own: the clock of this machine may be wrong.
        var before = await RanAtAsync(account, cancellation);
        await WriteAsync(account, group, cancellation);
        var (began, until) = (account.Now, account.Now + patience);
        do
        {
            await Task.Delay(Between, account.Clock, cancellation);
            if (await RanAtAsync(account, cancellation) > (before ?? DateTimeOffset.MinValue))
            {
                return Finding.Ok(
                    $"a record was written into {group}, and the meter has run on a delivery within {Age.Of(account.Now - began)}");
            }
        }
        while (account.Now < until);

        return Finding.Fault($"a record was written into {group}, and the meter has run on nothing within {Age.Of(patience)}",
            "look at the subscription, the callers and the meter's log");
    }

    /// <summary>As Bedrock writes a call that it refused.</summary>
    internal static string Record(string account, string region, Guid id, DateTimeOffset at) =>
        Encoding.UTF8.GetString(Api.Json.JsonBody.Of(json =>
    {
        json.WriteString("schemaType", "ModelInvocationLog");
        json.WriteString("schemaVersion", "1.0");
        json.WriteString("timestamp", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("accountId", account);
        json.WriteStartObject("identity");
        json.WriteString("arn", $"arn:aws:sts::{account}:assumed-role/killswitch-doctor/probe");
        json.WriteEndObject();
        json.WriteString("region", region);
        json.WriteString("requestId", id.ToString());
        json.WriteString("operation", "InvokeModel");
        json.WriteString("modelId", "amazon.nova-micro-v1:0");
        json.WriteString("errorCode", "KillSwitchProbe");
    }));

    private async Task<DateTimeOffset?> RanAtAsync(DoctorContext account, CancellationToken cancellation) =>
        (await account.Guard.Heartbeats.ReadAsync(cancellation)).FirstOrDefault(beat => beat.Part == "meter/" + Region)?.At;

    private async Task WriteAsync(DoctorContext account, string group, CancellationToken cancellation)
    {
        try
        {
            await account.Logs.CreateLogStreamAsync(new CreateLogStreamRequest
            {
                LogGroupName = group,
                LogStreamName = BedrockWriter.ProbeStream,
            }, cancellation);
        }
        catch (AmazonCloudWatchLogsException error) when (error.Is("ResourceAlreadyExistsException"))
        {
            // From an earlier probe.
        }

        await account.Logs.PutLogEventsAsync(
            new PutLogEventsRequest
            {
                LogGroupName = group,
                LogStreamName = BedrockWriter.ProbeStream,
                LogEvents = [new InputLogEvent
                {
                    Timestamp = account.Now.UtcDateTime,
                    Message = Record(account.Place.Account, Region!, Guid.NewGuid(), account.Now),
                }],
            },
            cancellation);
    }
}
