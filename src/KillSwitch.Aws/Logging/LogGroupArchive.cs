using System.Runtime.CompilerServices;
using System.Text;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Logging;

/// <summary>
/// The records that Bedrock wrote to one log group, whoever set it up: no guard need be deployed. What others write there is in other
/// streams.
/// </summary>
public sealed class LogGroupArchive(AmazonCloudWatchLogsClient logs, string group, string region) : IInvocationArchive
{
    public string Region => region;

    /// <summary>Whose records they are; those of any other account are damage. Null for whosever.</summary>
    public string? Account { get; init; }

    public ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => ValueTask.FromResult(true);

    public async IAsyncEnumerable<ArchivePage> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new FilterLogEventsRequest
        {
            LogGroupName = group,
            LogStreamNames = [BedrockWriter.Stream],
            StartTime = from.ToUnixTimeMilliseconds(),
            EndTime = until.ToUnixTimeMilliseconds(),
        };
        var isGone = false;
        // Several spans may be read at once, and a reader is for one.
        var reader = new InvocationReader();
        await foreach (var page in Pages.Of(AskAsync, page => page.NextToken))
        {
            if (isGone)
                yield break;
            var (records, damaged) = (new List<Invocation>(), 0);
            foreach (var line in page.Events ?? [])
            {
                var message = Encoding.UTF8.GetBytes(line.Message ?? "");
                if (reader.Read(message) is { IsRead: true, Invocation: { } invocation }
                    && (Account is null || (invocation.Account == Account && invocation.Region == region)))
                {
                    records.Add(invocation);
                }
                else if (!PermissionCheck.Is(message))
                {
                    damaged++;
                }
            }

            yield return new ArchivePage(records, damaged);
        }

        async Task<FilterLogEventsResponse> AskAsync(string? token)
        {
            request.NextToken = token;
            try
            {
                return await logs.FilterLogEventsAsync(request, cancellation);
            }
            catch (AmazonCloudWatchLogsException error) when (error.Is("ResourceNotFoundException"))
            {
                // The group is gone, and everything in it.
                isGone = true;
                return new FilterLogEventsResponse();
            }
        }
    }

    /// <summary>What is known of a group; null where there is none of that name.</summary>
    public static ValueTask<LogGroup?> FindAsync(AmazonCloudWatchLogsClient logs, string name, CancellationToken cancellation)
    {
        var groups = Pages.Each(
            token => logs.DescribeLogGroupsAsync(new DescribeLogGroupsRequest
            {
                LogGroupNamePrefix = name,
                NextToken = token,
            }, cancellation),
            page => page.NextToken,
            page => page.LogGroups);
        return groups.FirstOrDefaultAsync(one => one.LogGroupName == name, cancellation);
    }
}
