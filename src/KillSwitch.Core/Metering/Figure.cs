using System.Globalization;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Metering;

/// <summary>A counter's figure as people read it: <c>$12.50</c>, <c>2,000 calls</c>, <c>30 %</c>.</summary>
public static class Figure
{
    /// <param name="unit">Of the value.</param>
    /// <param name="value">In that unit.</param>
    public static string Text(Unit unit, decimal value) =>
        unit == Unit.Calls && value == 1 ? "1 call" : Number(unit, value) + Word(unit);

    /// <summary>The same without its <see cref="Word"/>: <c>$12.50</c>, <c>2,000</c>.</summary>
    public static string Number(Unit unit, decimal value) => unit switch
    {
        Unit.Usd or Unit.Budget => new Usd(value).ToString(),
        Unit.CacheHitRatio => (value * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %",
        _ => value.ToString("#,##0", CultureInfo.InvariantCulture),
    };

    /// <summary>What is counted, after a number: <c> calls</c>; empty where the number says it.</summary>
    public static string Word(Unit unit) => unit switch
    {
        Unit.Usd or Unit.Budget or Unit.CacheHitRatio => "",
        Unit.Calls => " calls",
        Unit.InputTokens or Unit.UncachedInputTokens or Unit.OutputTokens or Unit.Tokens => " tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "not a unit"),
    };
}
