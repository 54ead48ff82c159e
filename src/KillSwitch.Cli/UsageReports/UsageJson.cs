using System.Text.Json;
using KillSwitch.Core.Metering;

namespace KillSwitch.Cli.UsageReports;

/// <summary>A counter's figures as programs read them.</summary>
internal static class UsageJson
{
    /// <summary>As an object of that name; null where nothing is known.</summary>
    public static void Write(Utf8JsonWriter json, string name, Usage? usage)
    {
        if (usage is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WriteMembers(json, known);
        json.WriteEndObject();
    }

    /// <summary>The members alone.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Usage usage)
    {
        json.WriteNumber("usd", Math.Round(usage.Cost.Amount, 6, MidpointRounding.AwayFromZero));
        if (usage.Discount.Amount > 0)
            json.WriteNumber("listUsd", Math.Round(usage.ListCost.Amount, 6, MidpointRounding.AwayFromZero));
        if (usage.Unpriced.Amount > 0)
            json.WriteNumber("unpricedUsd", Math.Round(usage.Unpriced.Amount, 6, MidpointRounding.AwayFromZero));
        if (usage.Estimated.Cost.Amount > 0)
            json.WriteNumber("estimatedUsd", Math.Round(usage.Estimated.Cost.Amount, 6, MidpointRounding.AwayFromZero));
        json.WriteNumber("calls", usage.Calls);
        json.WriteNumber("inputTokens", usage.Tokens.TotalInputTokens);
        json.WriteNumber("uncachedInputTokens", usage.Tokens.UncachedInputTokens);
        json.WriteNumber("cacheReadInputTokens", usage.Tokens.CacheReadInputTokens);
        json.WriteNumber("cacheWriteInputTokens", usage.Tokens.CacheWriteInputTokens);
        json.WriteNumber("outputTokens", usage.Tokens.OutputTokens);
        if (usage.CacheHitRatio is { } ratio)
            json.WriteNumber("cacheHitRatio", Math.Round(ratio, 4));
        else
            json.WriteNull("cacheHitRatio");
    }
}
