using System.Text.Json;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Gateways;

/// <summary>The view as gateways read it: the names are a contract. Money in dollars; times in UTC.</summary>
public static class GatewayJson
{
    /// <param name="view">What is stopped, and what is left.</param>
    /// <param name="account">Twelve digits.</param>
    /// <param name="stack">The guard's.</param>
    public static string Write(GatewayView view, string account, string stack) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteString("stack", stack);
        json.WriteString("account", account);
        json.WriteStartArray("stops");
        foreach (var stop in view.Stops)
        {
            json.WriteStartObject();
            WriteTag(json, (StopTarget.Tag)stop.Denied);
            json.WriteString("stop", stop.Id);
            json.WriteString("rule", stop.Trip?.Rule);
            json.WriteTime("since", stop.At);
            json.WriteTime("until", stop.ReleaseAt);
            json.WriteString("reason", stop.Cause.Sentence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("room");
        foreach (var room in view.Room)
        {
            json.WriteStartObject();
            WriteTag(json, room.Tag);
            json.WriteString("rule", room.Rule);
            json.WriteString("counter", room.Counter);
            json.WriteString("unit", UnitText.Of(room.Unit));
            json.WriteNumber("limit", room.Limit);
            json.WriteNumber("measured", room.Measured);
            json.WriteNumber("left", room.Left);
            json.WriteTime("until", room.Until);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTag(Utf8JsonWriter json, StopTarget.Tag tag)
    {
        json.WriteString("tag", tag.Name[StopTarget.Tag.Prefix.Length..]);
        json.WriteString("key", tag.Key);
        json.WriteString("value", tag.Value);
    }
}
