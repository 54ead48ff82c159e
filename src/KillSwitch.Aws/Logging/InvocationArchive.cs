using System.Runtime.CompilerServices;
using Amazon.Bedrock;
using Amazon.CloudWatchLogs;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Logging;

/// <summary>
/// Reads the log group that invocation logging writes to. Where it is turned off, the group that it wrote to last is remembered:
/// what was logged until then is still there.
/// </summary>
public sealed class InvocationArchive(AmazonBedrockClient bedrock, AmazonCloudWatchLogsClient logs, IGuardMemory memory, string region) : IInvocationArchive
{
    public string Region => region;

    public async ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => await ConfiguredAsync(cancellation) is not null;

    private string Remembered => "logGroup/" + region;

    public async IAsyncEnumerable<ArchivePage> ReadAsync(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await InUseAsync(cancellation) is not { } group)
            yield break;
        await foreach (var page in new LogGroupArchive(logs, group, region).ReadAsync(from, until, cancellation))
            yield return page;
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
        await LogDelivery.AskAsync(bedrock, cancellation) is LogDelivery.Group group ? group.Name : null;
}
