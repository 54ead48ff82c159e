using System.Runtime.CompilerServices;
using System.Text;
using Amazon.Bedrock;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Logging;

/// <summary>
/// Reads the log group that invocation logging writes to. Where it is turned off, the group that it wrote to last is remembered:
/// what was logged until then is still there.
/// </summary>
public sealed class InvocationArchive(AmazonBedrockClient bedrock, AmazonCloudWatchLogsClient logs, IGuardMemory memory, string region) : IInvocationArchive
{
    private readonly InvocationReader _reader = new();

    public string Region => region;

    public async ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => await ConfiguredAsync(cancellation) is not null;

    private string Remembered => "logGroup/" + region;

    public async IAsyncEnumerable<ArchivePage> ReadAsync(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await InUseAsync(cancellation) is not { } group)
            yield break;
        var request = new FilterLogEventsRequest
        {
            LogGroupName = group,
            StartTime = from.ToUnixTimeMilliseconds(),
            EndTime = until.ToUnixTimeMilliseconds(),
        };
        do
        {
            FilterLogEventsResponse page;
            try
            {
                page = await logs.FilterLogEventsAsync(request, cancellation);
            }
            catch (ResourceNotFoundException)
            {
                // The group is gone, and everything in it.
                yield break;
            }

            var (records, damaged) = (new List<Invocation>(), 0);
            foreach (var line in page.Events ?? [])
            {
                if (_reader.Read(Encoding.UTF8.GetBytes(line.Message ?? "")) is { IsRead: true, Invocation: { } invocation })
                    records.Add(invocation);
                else
                    damaged++;
            }

            yield return new ArchivePage(records, damaged);
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is { Length: > 0 });
    }

    /// <summary>The group that records go to, or went to last; null where there never was one.</summary>
    public async ValueTask<string?> InUseAsync(CancellationToken cancellation)
    {
        var remembered = await memory.RecallAsync(Remembered, cancellation);
        if (await ConfiguredAsync(cancellation) is not { } group)
            return remembered;
        if (group != remembered)
            await memory.KeepAsync(Remembered, group, cancellation);
        return group;
    }

    /// <summary>The group that invocation logging writes to now; null while it is off, or writes to a bucket alone.</summary>
    public async ValueTask<string?> ConfiguredAsync(CancellationToken cancellation) =>
        (await bedrock.GetModelInvocationLoggingConfigurationAsync(new(), cancellation)).LoggingConfig?.CloudWatchConfig?.LogGroupName is { Length: > 0 } group ? group : null;
}
