using KillSwitch.Core.Money;

namespace KillSwitch.Core.Metering;

/// <summary>
/// The part of a usage that nobody has counted of this caller: what several callers of the mantle endpoint share by the minute, and all of
/// its input as far as the cache is asked for, of which that endpoint tells nothing.
/// </summary>
/// <param name="InputTokens">Of the input tokens.</param>
/// <param name="UncachedInputTokens">Of the input tokens that no cache served.</param>
/// <param name="OutputTokens">Of the output tokens.</param>
/// <param name="Cost">Of the cost.</param>
public readonly record struct Estimate(long InputTokens, long UncachedInputTokens, long OutputTokens, Usd Cost)
{
    public static Estimate operator +(Estimate left, Estimate right) => new(
        left.InputTokens + right.InputTokens,
        left.UncachedInputTokens + right.UncachedInputTokens,
        left.OutputTokens + right.OutputTokens,
        left.Cost + right.Cost);

    public static Estimate operator -(Estimate left, Estimate right) => new(
        left.InputTokens - right.InputTokens,
        left.UncachedInputTokens - right.UncachedInputTokens,
        left.OutputTokens - right.OutputTokens,
        left.Cost - right.Cost);

    /// <summary>None of it below zero.</summary>
    public Estimate AtLeastZero() => new(
        Math.Max(0, InputTokens), Math.Max(0, UncachedInputTokens), Math.Max(0, OutputTokens), new Usd(Math.Max(0, Cost.Amount)));

    /// <summary>Whether it is more than a fifth of a figure in this unit.</summary>
    public bool IsMuchOf(decimal figure, Unit unit) => Of(unit) * 5 > figure;

    /// <summary>In a unit; nothing of a ratio.</summary>
    public decimal Of(Unit unit) => unit switch
    {
        Unit.Usd => Cost.Amount,
        Unit.InputTokens => InputTokens,
        Unit.UncachedInputTokens => UncachedInputTokens,
        Unit.OutputTokens => OutputTokens,
        Unit.Tokens => InputTokens + OutputTokens,
        // Calls are counted one by one, AWS Budgets by AWS, and what a cache served where that is told.
        _ => 0,
    };
}
