using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Ports;

/// <summary>The log group that Bedrock writes to, which keeps what a subscription may have left out.</summary>
public interface IInvocationArchive
{
    string Region { get; }

    /// <summary>Whether Bedrock writes its invocation logs to a log group now.</summary>
    ValueTask<bool> IsLoggingAsync(CancellationToken cancellation);

    /// <summary>The records that were logged in a span, in pages; nothing where there is no log group.</summary>
    IAsyncEnumerable<ArchivePage> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}

/// <summary>Some records of the log group.</summary>
/// <param name="Records">Those that could be read.</param>
/// <param name="Damaged">How many could not.</param>
public sealed record ArchivePage(IReadOnlyList<Invocation> Records, int Damaged);
