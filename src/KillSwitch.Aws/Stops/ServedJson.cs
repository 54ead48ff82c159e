using System.Text.Json;
using KillSwitch.Core.Stops;

namespace KillSwitch.Aws.Stops;

/// <summary>The calls that speak for a leak, as they are kept with a stop; an optional member.</summary>
internal static class ServedJson
{
    private const string Name = "served";

    public static void Write(Utf8JsonWriter json, LeakEvidence? served)
    {
        if (served is null)
            return;
        json.WriteStartArray(Name);
        foreach (var call in served.Calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.RequestId);
            json.WriteString("began", call.Began);
            json.WriteString("at", call.At);
            json.WriteString("by", call.By);
            json.WriteString("arn", call.Arn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static LeakEvidence? Read(JsonElement stop) => stop.TryGetProperty(Name, out var calls)
        ? new LeakEvidence
        {
            Calls = [.. calls.EnumerateArray().Select(call => new ServedCall(
                StopJson.Text(call, "id"), call.GetProperty("began").GetDateTimeOffset(), call.GetProperty("at").GetDateTimeOffset(),
                StopJson.Text(call, "by"), StopJson.Text(call, "arn")))],
        }
        : null;
}
