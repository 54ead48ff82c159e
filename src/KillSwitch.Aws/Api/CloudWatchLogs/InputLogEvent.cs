using System.Text.Json;

namespace Amazon.CloudWatchLogs.Model;

public class InputLogEvent
{
    public DateTime Timestamp { get; set; }

    public string Message { get; set; } = "";

    internal static void Write(Utf8JsonWriter to, InputLogEvent one)
    {
        to.WriteStartObject();
        to.WriteNumber("timestamp", new DateTimeOffset(one.Timestamp.ToUniversalTime()).ToUnixTimeMilliseconds());
        to.WriteString("message", one.Message);
        to.WriteEndObject();
    }
}
