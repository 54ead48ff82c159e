using System.Runtime.CompilerServices;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Contention;

/// <summary>
/// A log group full of records that nobody delivered. A page holds 1,000, comes after a while, and a region allows so many a second.
/// </summary>
internal sealed class MissedLog(SimulatedTime time, DateTimeOffset start, TimeSpan length, int rate, int pagesASecond) : IInvocationArchive
{
    private const int Page = 1_000;
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(300);
    private static readonly TokenUsage Tokens = new(InputTokens: 2_000, OutputTokens: 300, CacheReadInputTokens: 10_000);

    private DateTimeOffset _free;

    public string Region => "us-east-1";

    public int Pages { get; private set; }

    public ValueTask<bool> IsLoggingAsync(CancellationToken cancellation) => ValueTask.FromResult(true);

    public async IAsyncEnumerable<ArchivePage> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = Number(until < start + length ? until : start + length);
        for (var first = Number(from); first < last; first += Page)
        {
            // Whoever is refused asks again, as the SDK does: here, each has its turn.
            var now = time.GetUtcNow();
            _free = (_free > now ? _free : now) + TimeSpan.FromSeconds(1.0 / pagesASecond);
            await Task.Delay(_free - now + Took, time, cancellation);
            Pages++;
            var count = (int)Math.Min(Page, last - first);
            var begin = first;
            yield return new ArchivePage([.. Enumerable.Range(0, count).Select(i => Call(begin + i))], 0);
        }
    }

    private long Number(DateTimeOffset at) => (long)((at - start).TotalSeconds * rate);

    private Invocation Call(long number) => new()
    {
        Id = new RecordId("123456789012", "us-east-1", new Guid((int)number, 2, 0, new byte[8])),
        Timestamp = start.AddSeconds((double)number / rate),
        Caller = Caller.Parse($"arn:aws:sts::123456789012:assumed-role/agent-{number % 20}/task-{number % 40}"),
        Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
        Tokens = Tokens,
        HasTokenCounts = true,
    };
}
