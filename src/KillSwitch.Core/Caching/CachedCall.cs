using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Caching;

/// <summary>One call, or the calls of one hour where no more is known: what the cache served and what it could have.</summary>
/// <param name="At">When; the beginning of the hour.</param>
/// <param name="Calls">1 for a call.</param>
/// <param name="Tokens">As they were billed.</param>
/// <param name="Readable">Input tokens that a working cache would have served; never less than it did.</param>
/// <param name="Cost">What was paid for the input, cached or not, at list price.</param>
/// <param name="Lost">Of that, what a working cache would have spared, its writes paid.</param>
public readonly record struct CachedCall(DateTimeOffset At, long Calls, TokenUsage Tokens, long Readable, Usd Cost, Usd Lost);
