using System.Text;
using Amazon.CloudWatchLogs.Model;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>
/// A record that is written into the log group arrives at the meter. It has an error code, so that it is no call: it costs nothing and
/// counts toward nothing.
/// </summary>
/// <param name="region">Of the log group.</param>
/// <param name="patience">How long to wait.</param>
internal sealed class ProbeCheck(string region, TimeSpan patience) : Check(
    "probe", ChainPart.Logs, "bedrock:GetModelInvocationLoggingConfiguration, logs:CreateLogStream, logs:PutLogEvents, dynamodb:Query", region)
{
    private const string Stream = "killswitch-doctor";
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public override async Task<Finding> LookAsync(Examination account, CancellationToken cancellation)
    {
        if (await LogGroupInUse.FindAsync(account, Region!, cancellation) is not { } group)
            return Finding.Fault("there is no log group to write into", "make deploy");
        // A record's time is in whole seconds.
        var at = DateTimeOffset.FromUnixTimeSeconds(account.Now.ToUnixTimeSeconds());
        await WriteAsync(account, group, at, cancellation);
        var until = account.Now + patience;
        do
        {
            await Task.Delay(Between, account.Clock, cancellation);
            var beats = await account.Guard.Heartbeats.ReadAsync(cancellation);
            if (beats.FirstOrDefault(beat => beat.Part == "meter/" + Region) is { } meter && meter.NewestRecord >= at)
                return Finding.Ok($"a record written into {group} reached the meter {Age.Of(meter.At - at)} later");
        }
        while (account.Now < until);

        return Finding.Fault($"a record written into {group} did not reach the meter within {Age.Of(patience)}", "look at the subscription, the callers and the meter's log");
    }

    /// <summary>As Bedrock writes a call that it refused.</summary>
    internal static string Record(string account, string region, Guid id, DateTimeOffset at) => Encoding.UTF8.GetString(Api.Json.JsonBody.Of(json =>
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

    private async Task WriteAsync(Examination account, string group, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            await account.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = group, LogStreamName = Stream }, cancellation);
        }
        catch (ResourceAlreadyExistsException)
        {
            // From an earlier probe.
        }

        await account.Logs.PutLogEventsAsync(
            new PutLogEventsRequest
            {
                LogGroupName = group,
                LogStreamName = Stream,
                LogEvents = [new InputLogEvent { Timestamp = account.Now.UtcDateTime, Message = Record(account.Place.Account, Region!, Guid.NewGuid(), at) }],
            },
            cancellation);
    }
}
