using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Cycle;

/// <summary>Two records of one request that say different things.</summary>
/// <param name="Record">The request.</param>
/// <param name="Less">What the one came to.</param>
/// <param name="More">What the other, which counts, came to.</param>
public sealed record Contradiction(RecordId Record, Usage Less, Usage More)
{
    // A stream's first record comes before its end.
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Null where the two say the same, or are what a stream is known to write: a first record without tokens, and the true one within
    /// minutes.
    /// </summary>
    internal static Contradiction? Of(PricedInvocation one, CountedRecord counted)
    {
        if (one.Usage.Tokens == counted.Usage.Tokens)
            return null;
        var isMore = Twins.Outweighs(one.Usage.Tokens, one.Invocation.Timestamp, counted.Usage.Tokens, counted.Timestamp);
        var (less, more) = isMore ? (counted.Usage, one.Usage) : (one.Usage, counted.Usage);
        var isStream = one.Invocation.Operation.Contains("Stream", StringComparison.OrdinalIgnoreCase);
        return isStream && less.Tokens == default && (one.Invocation.Timestamp - counted.Timestamp).Duration() <= LongestStream
            ? null
            : new Contradiction(one.Invocation.Id, less, more);
    }
}
