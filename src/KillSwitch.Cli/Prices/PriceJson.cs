using System.Text.Json;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Json;

namespace KillSwitch.Cli.Prices;

/// <summary>Prices, for programs.</summary>
internal static class PriceJson
{
    /// <summary>What a call costs.</summary>
    public static void Write(Utf8JsonWriter json, ShownPrice shown)
    {
        json.WriteString("model", shown.Tariff.Model.Raw);
        json.WriteString("id", shown.Tariff.Model.Id);
        json.WriteString("region", shown.Tariff.Region);
        json.WriteString("scope", JsonText.Word(shown.Tariff.Model.Scope));
        json.WriteString("tier", JsonText.Word(shown.Tariff.Tier));
        json.WriteString("latency", shown.Tariff.IsLatencyOptimized ? "optimized" : "standard");
        json.WriteString("at", DayOption.Text(shown.At));
        json.WriteNumber("inputTokens", shown.InputTokens);
        json.WriteString("basis", JsonText.Word(shown.IsByUnit ? PriceBasis.Known : shown.Price.Basis));
        if (shown.IsByUnit)
            Kinds(json, null, null, null, null, null);
        else
            Kinds(json, shown.Price.Input, shown.Price.Output, shown.Price.CacheRead, shown.Price.CacheWrite5m, shown.Price.CacheWrite1h);
        Units(json, shown.Units);
        json.WriteString("source", shown.Source);
        json.WriteString("date", shown.Date is { } date ? DayOption.Text(date) : null);
        json.WriteString("since", shown.Since is { } since ? DayOption.Text(since) : null);
        if (shown.Discount is { } discount)
        {
            json.WriteStartObject("discount");
            json.WriteNumber("percent", discount.Percent);
            json.WriteString("source", discount.Source);
            json.WriteEndObject();
        }
    }

    /// <summary>A list of prices.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<PriceEntry> entries)
    {
        json.WriteStartArray("prices");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("model", entry.Model);
            json.WriteString("scope", JsonText.Word(entry.Scope));
            json.WriteString("region", entry.Region);
            json.WriteString("tier", JsonText.Word(entry.Tier));
            json.WriteString("from", entry.From is { } from ? DayOption.Text(from) : null);
            if (entry.AboveInputTokens is { } above)
                json.WriteNumber("aboveInputTokens", above);
            else
                json.WriteNull("aboveInputTokens");
            Kinds(json, entry.Input, entry.Output, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h);
            json.WriteString("source", entry.Source);
            json.WriteString("date", entry.Date is { } date ? DayOption.Text(date) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Units(Utf8JsonWriter json, IReadOnlyList<UnitPrice> units)
    {
        json.WriteStartArray("units");
        foreach (var unit in units)
        {
            json.WriteStartObject();
            json.WriteString("unit", JsonText.Word(unit.Kind));
            json.WriteBoolean("premium", unit.IsPremium);
            if (unit.Side is { } side)
                json.WriteNumber("side", side);
            else
                json.WriteNull("side");
            json.WriteNumber("usd", unit.PerUnit.Amount);
            json.WriteString("source", unit.Source);
            json.WriteString("date", DayOption.Text(unit.Date));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Kinds(
        Utf8JsonWriter json, decimal? input, decimal? output, decimal? cacheRead, decimal? cacheWrite5m, decimal? cacheWrite1h)
    {
        json.WriteStartObject("usdPerMillionTokens");
        foreach (var (name, amount) in (IEnumerable<(string, decimal?)>)[
            ("input", input), ("output", output), ("cacheRead", cacheRead), ("cacheWrite5m", cacheWrite5m), ("cacheWrite1h", cacheWrite1h)])
        {
            if (amount is { } known)
                json.WriteNumber(name, known);
            else
                json.WriteNull(name);
        }

        json.WriteEndObject();
    }
}
