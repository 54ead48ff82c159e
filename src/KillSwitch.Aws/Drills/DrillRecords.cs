using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>By their request ids, in whichever stream of the log group they are.</summary>
/// <param name="logs">The person's, in the region of the calls.</param>
/// <param name="group">Where Bedrock writes.</param>
/// <param name="clock">The time.</param>
internal sealed class DrillRecords(AmazonCloudWatchLogsClient logs, string group, TimeProvider clock) : IDrillRecords
{
    // A pattern has 1,024 characters at most, and each id takes less than seventy.
    private const int AtOnce = 12;

    // An event's time is the record's, and clocks differ.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(1);

    public async ValueTask<IReadOnlyList<LoggedRecord>> FindAsync(
        IReadOnlyCollection<string> requestIds, DateTimeOffset since, CancellationToken cancellation)
    {
        var found = new List<LoggedRecord>();
        foreach (var ids in requestIds.Chunk(AtOnce))
        {
            var request = new FilterLogEventsRequest
            {
                LogGroupName = group,
                StartTime = (since - Before).ToUnixTimeMilliseconds(),
                FilterPattern = "{ " + string.Join(" || ", ids.Select(id => $"($.requestId = \"{id}\")")) + " }",
            };
            var events = Pages.Each(
                token =>
                {
                    request.NextToken = token;
                    return logs.FilterLogEventsAsync(request, cancellation);
                },
                page => page.NextToken, page => page.Events);
            await foreach (var line in events)
            {
                if (LoggedRecord.Parse(line.Message ?? "", line.LogStreamName ?? "", Ingested(line)) is { } record
                    && Array.Exists(ids, id => id == record.RequestId))
                {
                    found.Add(record);
                }
            }
        }

        return found;
    }

    private DateTimeOffset Ingested(FilteredLogEvent line) =>
        line.IngestionTime is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : clock.GetUtcNow();
}
