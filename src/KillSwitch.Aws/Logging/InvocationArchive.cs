using System.Runtime.CompilerServices;
using Amazon.Bedrock;
using Amazon.CloudWatchLogs;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Logging;

/// <summary>
/// Reads the log group that invocation logging writes to. Where it is turned off, the group that it wrote to last is remembered:
/// what was logged until then is still there.
/// </summary>
public sealed class InvocationArchive(
    AmazonBedrockClient bedrock, AmazonCloudWatchLogsClient logs, IGuardMemory memory, string account, string region) : IInvocationArchive
{
    public string Region => region;

    public async ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => await ConfiguredAsync(cancellation) is not null;

    /// <summary>The name that the group in use is remembered under.</summary>
    internal static string Remembered(string region) => "logGroup/" + region;

    /// <summary>The name that the group before it is remembered under: what was written to it may come late.</summary>
    internal static string Before(string region) => "logGroupBefore/" + region;

    public async IAsyncEnumerable<ArchivePage> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await InUseAsync(cancellation) is not { } group)
            yield break;
        await foreach (var page in new LogGroupArchive(logs, group, region) { Account = account }.ReadAsync(from, until, cancellation))
            yield return page;
    }

    /// <summary>The group that records go to, or went to last; null where there never was one.</summary>
    public async ValueTask<string?> InUseAsync(CancellationToken cancellation)
    {
        var remembered = await memory.RecallAsync(Remembered(region), cancellation);
        if (await ConfiguredAsync(cancellation) is not { } group)
            return remembered;
        if (group == remembered)
            return group;
        if (remembered is not null)
            await memory.KeepAsync(Before(region), remembered, cancellation);
        await memory.KeepAsync(Remembered(region), group, cancellation);
        return group;
    }

    /// <summary>The group that invocation logging writes to now; null while it is off, or writes to a bucket alone.</summary>
    public async ValueTask<string?> ConfiguredAsync(CancellationToken cancellation) =>
        await LogDelivery.AskAsync(bedrock, cancellation) is LogDelivery.Group group ? group.Name : null;
}
