using System.Text.Json;
using KillSwitch.Core.PriceLists;
using KillSwitch.Engine.Json;

namespace KillSwitch.Cli.Verbs;

/// <summary>Changes of AWS's list, for programs.</summary>
internal static class PriceChangeOutput
{
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<PriceChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
            Write(json, change);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, PriceChange change, string? region = null)
    {
        json.WriteStartObject();
        if (region is not null)
            json.WriteString("region", region);
        json.WriteString("model", change.Model);
        json.WriteString("scope", JsonText.Word(change.Group.Scope));
        json.WriteString("tier", JsonText.Word(change.Group.Tier));
        json.WriteString("latency", change.Group.IsLatencyOptimized ? "optimized" : "standard");
        json.WriteBoolean("gone", change.IsLost);
        json.WriteStartArray("moves");
        foreach (var (kind, above, before, after) in change.Moves())
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            Number("aboveInputTokens", above);
            Number("before", before);
            Number("after", after);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();

        void Number(string name, decimal? amount)
        {
            if (amount is { } known)
                json.WriteNumber(name, known);
            else
                json.WriteNull(name);
        }
    }

    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
