using System.Text.Json;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Replay;

/// <summary>A replay's result as JSON: the names are a contract. Figures carry at most six decimals, money in dollars.</summary>
public static class ReplayJson
{
    public static void Write(ReplayResult result, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        WriteMembers(json, result);
        json.WriteEndObject();
    }

    /// <summary>The members alone, for a document that has more to say.</summary>
    public static void WriteMembers(Utf8JsonWriter json, ReplayResult result)
    {
        json.WriteString("mode", result.Mode == PolicyMode.Observe ? "observe" : "enforce");
        json.WriteTime("from", result.From);
        json.WriteTime("to", result.To);
        json.WriteNumber("invocations", result.Invocations);
        json.WriteNumber("refused", result.Refused);
        json.WriteNumber("duplicates", result.Duplicates);
        json.WriteNumber("skipped", result.Skipped);
        json.WriteNumber("uncounted", result.Uncounted);
        json.WriteStartArray("unpriced");
        foreach (var model in result.Unpriced)
            json.WriteStringValue(model);
        json.WriteEndArray();

        if (result.AssumedPaths.Count > 0)
            WriteNames(json, "assumedPaths", result.AssumedPaths, ("pattern", one => one.Pattern), "principals", one => one.Principals);
        if (result.UnknownValues.Count > 0)
            WriteNames(json, "unknownValues", result.UnknownValues, ("dimension", one => one.Dimension), "of", one => one.Names);

        if (result.AssumedGateways.Count > 0)
            WriteNames(json, "assumedGateways", result.AssumedGateways, ("rule", one => one.Rule), "tags", one => one.Tags);

        WriteSpend(json, "spend", result.WithoutGuard, result.WithGuard);
        if (result.ListSpend is { } list)
            WriteSpend(json, "listSpend", list.WithoutGuard, list.WithGuard);

        json.WriteStartObject("tokens");
        json.WriteNumber("input", result.Tokens.InputTokens);
        json.WriteNumber("cacheRead", result.Tokens.CacheReadInputTokens);
        json.WriteNumber("cacheWrite", result.Tokens.CacheWriteInputTokens);
        json.WriteNumber("output", result.Tokens.OutputTokens);
        json.WriteEndObject();

        WriteEvents(json, result);
    }

    /// <summary>The members <c>stops</c> and <c>notifications</c>.</summary>
    public static void WriteEvents(Utf8JsonWriter json, ReplayResult result)
    {
        json.WriteStartArray("stops");
        foreach (var stop in result.Stops)
            WriteStop(json, stop);
        json.WriteEndArray();

        json.WriteStartArray("notifications");
        foreach (var notification in result.Notifications)
        {
            json.WriteStartObject();
            json.WriteString("rule", notification.Rule);
            if (notification.Counter is { } counter)
                WriteTarget(json, "counter", counter);
            json.WriteTime("at", notification.At);
            json.WriteString("level", notification.Level);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Rounded before the difference is taken, so that the three figures add up as printed.
    private static void WriteSpend(Utf8JsonWriter json, string name, Usd withoutGuard, Usd withGuard)
    {
        var (without, with) = (Rounded(withoutGuard.Amount), Rounded(withGuard.Amount));
        json.WriteStartObject(name);
        json.WriteNumber("withoutGuard", without);
        json.WriteNumber("withGuard", with);
        json.WriteNumber("saved", Rounded(without - with));
        json.WriteEndObject();
    }

    private static void WriteStop(Utf8JsonWriter json, ReplayStop stop)
    {
        json.WriteStartObject();
        json.WriteString("rule", stop.Rule);
        WriteTarget(json, "target", stop.Target);
        json.WriteStartObject("denied");
        json.WriteStartArray("model");
        foreach (var model in stop.Denied)
            json.WriteStringValue(model);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteTime("at", stop.At);
        json.WriteTime("effectiveAt", stop.EffectiveAt);
        json.WriteTime("restoredAt", stop.RestoredAt);
        json.WriteString("unit", UnitText.Of(stop.Unit));
        json.WriteNumber("limit", Rounded(stop.Limit));
        json.WriteNumber("measured", Rounded(stop.Measured));
        json.WriteNumber("atEffect", Rounded(stop.AtEffect));
        json.WriteNumber("overshoot", Rounded(stop.Overshoot));
        json.WriteString("reason", stop.Reason);
        json.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter json, string name, ReplayTarget target)
    {
        json.WriteStartObject(name);
        json.WriteString("kind", target.KindName);
        json.WriteString("name", target.Name);
        json.WriteString("account", target.Account);
        json.WriteEndObject();
    }

    // Of whom something is not known, a row for each thing.
    private static void WriteNames<T>(
        Utf8JsonWriter json, string list, IEnumerable<T> rows, (string Name, Func<T, string> Of) what, string names,
        Func<T, IReadOnlyList<string>> of)
    {
        json.WriteStartArray(list);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString(what.Name, what.Of(row));
            json.WriteStartArray(names);
            foreach (var name in of(row))
                json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Dividing by a one of many places drops the zeros at the end: 500.000000 is written 500.
    private static decimal Rounded(decimal value) => Math.Round(value, 6, MidpointRounding.AwayFromZero) / 1.0000000000000000000000000000m;
}
