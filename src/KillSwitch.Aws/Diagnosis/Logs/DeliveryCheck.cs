using System.Text;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Aws.Diagnosis.Logs;

/// <summary>The newest call in the log group is one that the meter has seen.</summary>
internal sealed class DeliveryCheck(string region)
    : Check("delivery", ChainPart.Logs, "bedrock:GetModelInvocationLoggingConfiguration, logs:FilterLogEvents, dynamodb:Query", region)
{
    // What was logged just now may be on its way.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(3);
    private const int MostPages = 20;

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        if (await LogGroupInUse.FindAsync(account, Region!, cancellation) is not { } group)
            return Finding.Fault("there is no log group that records could come from", account.Redeployment.Command);
        var now = account.Now;
        var seen = (await account.HeartbeatsAsync(cancellation))
            .FirstOrDefault(beat => beat.Part == "meter/" + Region)?.NewestBy(account.Now);
        try
        {
            return Judge(await UndeliveredAsync(account, group, seen, now, cancellation), seen, group, now);
        }
        catch (AmazonCloudWatchLogsException error) when (error.Is("ResourceNotFoundException"))
        {
            return Finding.Fault($"the log group {group} is gone", account.Redeployment.Command);
        }
    }

    /// <param name="undelivered">A record of the group that the meter has not seen, though it had the time; null for none.</param>
    /// <param name="seen">The newest record that the meter has seen; null for none.</param>
    /// <param name="group">The log group.</param>
    internal static Finding Judge(Invocation? undelivered, DateTimeOffset? seen, string group, DateTimeOffset now) =>
        (undelivered, seen) switch
        {
            ({ } lost, _) => Finding.Fault(
                $"a record of {lost.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC is in {group}, and the meter has seen "
                    + $"{(seen is { } newest ? $"none after {newest.UtcDateTime:yyyy-MM-dd HH:mm:ss}" : "none at all")}",
                "look at the subscription, the callers and the meter's log; the watch fills the gap meanwhile, later than a stop should "
                    + "be"),
            (_, null) => Finding.Ok($"{group} holds no record of the last 3 hours that the meter should have seen"),
            (_, { } newest) => Finding.Ok($"the meter has seen the newest record of {group}, {Age.Of(now - newest)} old"),
        };

    /// <summary>
    /// By the record's own time, as an event is stamped a little later; the meter remembers no more than what was served.
    /// </summary>
    internal static bool IsMissed(Invocation record, DateTimeOffset? seen) =>
        !record.IsRefused && (seen is null || record.Timestamp > seen);

    private static async Task<Invocation?> UndeliveredAsync(
        DoctorContext account, string group, DateTimeOffset? seen, DateTimeOffset now, CancellationToken cancellation)
    {
        var from = seen > now - LookBack ? seen.Value : now - LookBack;
        var request = new FilterLogEventsRequest
        {
            LogGroupName = group,
            StartTime = from.ToUnixTimeMilliseconds(),
            EndTime = (now - OnItsWay).ToUnixTimeMilliseconds(),
        };
        if (request.EndTime <= request.StartTime)
            return null;
        var reader = new InvocationReader();
        await foreach (var page in Pages.Of(AskAsync, page => page.NextToken).Take(MostPages))
        {
            // What others write there is in other streams.
            foreach (var line in (page.Events ?? []).Where(line => line.LogStreamName == BedrockWriter.Stream))
            {
                if (reader.Read(Encoding.UTF8.GetBytes(line.Message ?? "")).Invocation is { } record
                    && !ClockSkew.IsAhead(record.Timestamp, now) && IsMissed(record, seen))
                {
                    return record;
                }
            }
        }

        return null;

        Task<FilterLogEventsResponse> AskAsync(string? token)
        {
            request.NextToken = token;
            return account.Logs.FilterLogEventsAsync(request, cancellation);
        }
    }
}
