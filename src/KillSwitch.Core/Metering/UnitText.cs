namespace KillSwitch.Core.Metering;

/// <summary>How each unit is spelled in policy files, in JSON and in stored items: one spelling, which never changes.</summary>
public static class UnitText
{
    private static readonly Dictionary<Unit, string> Spelled = new()
    {
        [Unit.Usd] = "usd",
        [Unit.Calls] = "calls",
        [Unit.InputTokens] = "inputTokens",
        [Unit.UncachedInputTokens] = "uncachedInputTokens",
        [Unit.OutputTokens] = "outputTokens",
        [Unit.Tokens] = "tokens",
        [Unit.CacheHitRatio] = "cacheHitRatio",
        [Unit.Budget] = "budget",
    };

    private static readonly Dictionary<string, Unit> Units = Spelled.ToDictionary(one => one.Value, one => one.Key, StringComparer.Ordinal);

    public static string Of(Unit unit) => Spelled[unit];

    /// <summary>Null for what is no unit.</summary>
    public static Unit? Find(string text) => Units.TryGetValue(text, out var unit) ? unit : null;
}
