using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>The form in which a region's prices are kept. Read strictly: what was edited is not what was kept.</summary>
public static class RegionPricesJson
{
    public static void Write(Utf8JsonWriter json, RegionPrices prices)
    {
        json.WriteStartObject();
        json.WriteString("region", prices.Region);
        json.WriteString("version", prices.Version);
        json.WriteString("readAt", prices.ReadAt);
        Entries("prices", prices.Entries);
        json.WriteStartArray("held");
        foreach (var change in prices.Held)
        {
            json.WriteStartObject();
            Entries("before", change.Before);
            Entries("after", change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Texts("unjoined", prices.Unjoined);
        Texts("notTaken", prices.NotTaken);
        json.WriteEndObject();

        void Entries(string name, IReadOnlyList<PriceEntry> entries)
        {
            json.WriteStartArray(name);
            foreach (var entry in entries)
                Write(json, entry);
            json.WriteEndArray();
        }

        void Texts(string name, IReadOnlyList<string> texts)
        {
            json.WriteStartArray(name);
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
    }

    public static RegionPrices Read(JsonElement json)
    {
        return new RegionPrices(json.GetProperty("region").GetString()!, Entries(json, "prices"))
        {
            Held = [.. json.GetProperty("held").EnumerateArray().Select(Change)],
            Unjoined = Texts("unjoined"),
            NotTaken = Texts("notTaken"),
            Version = json.GetProperty("version").GetString()!,
            ReadAt = json.GetProperty("readAt").GetDateTimeOffset(),
        };

        IReadOnlyList<string> Texts(string name) => [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
    }

    private static PriceChange Change(JsonElement json)
    {
        var (before, after) = (Entries(json, "before"), Entries(json, "after"));
        return new PriceChange(ListedGroup.Of(after.Count > 0 ? after[0] : before[0]), before, after);
    }

    private static List<PriceEntry> Entries(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(Entry)];

    private static void Write(Utf8JsonWriter json, PriceEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("model", entry.Model);
        if (entry.Scope != PriceScope.Any)
            json.WriteString("scope", entry.Scope == PriceScope.Global ? "global" : "regional");
        if (entry.Region is { } region)
            json.WriteString("region", region);
        if (entry.Tier != ServiceTier.Standard)
            json.WriteString("tier", entry.Tier.ToString());
        if (entry.IsLatencyOptimized)
            json.WriteBoolean("optimized", true);
        if (entry.From is { } from)
            json.WriteString("from", Iso(from));
        if (entry.AboveInputTokens is { } above)
            json.WriteNumber("above", above);
        foreach (var (kind, amount) in PriceChange.Kinds(entry))
        {
            if (amount is { } known)
                json.WriteNumber(kind, known);
        }

        json.WriteString("source", entry.Source);
        if (entry.Date is { } date)
            json.WriteString("date", Iso(date));
        json.WriteEndObject();
    }

    private static PriceEntry Entry(JsonElement json)
    {
        return new PriceEntry
        {
            Model = json.GetProperty("model").GetString() is { Length: > 0 } model
                ? model : throw new FormatException("a price of no model"),
            Scope = Text("scope") switch
            {
                null => PriceScope.Any,
                "regional" => PriceScope.Regional,
                "global" => PriceScope.Global,
                var other => throw new FormatException($"`{other}` is no scope"),
            },
            Region = Text("region"),
            Tier = Text("tier") is { } tier ? Enum.Parse<ServiceTier>(tier) : ServiceTier.Standard,
            IsLatencyOptimized = json.TryGetProperty("optimized", out var optimized) && optimized.GetBoolean(),
            From = Day("from"),
            AboveInputTokens = json.TryGetProperty("above", out var above) ? above.GetInt64() : null,
            Input = Amount("input"),
            Output = Amount("output"),
            CacheRead = Amount("cacheRead"),
            CacheWrite5m = Amount("cacheWrite5m"),
            CacheWrite1h = Amount("cacheWrite1h"),
            Source = Text("source") ?? throw new FormatException("a price without a source"),
            Date = Day("date"),
        };

        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

        DateOnly? Day(string name) =>
            Text(name) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

        decimal? Amount(string name) => !json.TryGetProperty(name, out var value) ? null
            : value.GetDecimal() is >= 0 and var amount ? amount
            : throw new FormatException($"`{name}` is below zero");
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
