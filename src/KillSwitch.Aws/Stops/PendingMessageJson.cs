using System.Text.Json;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;

namespace KillSwitch.Aws.Stops;

/// <summary>A word as it is kept: <c>at</c>, and one of <c>stop</c>, <c>notice</c>, <c>alert</c>.</summary>
internal static class PendingMessageJson
{
    public static string Write(PendingMessage word) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("at", word.At);
        switch (word.Content)
        {
            case MessageContent.OfStop { Stop: var stop }:
                json.WriteString("stop", StopJson.Write(stop));
                break;
            case MessageContent.OfNotice { Notice: var notice }:
                json.WriteStartObject("notice");
                Write(json, notice);
                json.WriteEndObject();
                break;
            case MessageContent.OfAlert { Alert: var alert }:
                json.WriteStartObject("alert");
                Write(json, alert);
                json.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException("a word is of a stop, a notice or an alert");
        }

        json.WriteEndObject();
    });

    /// <exception cref="JsonException">It is no word.</exception>
    public static PendingMessage Read(string id, string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        MessageContent content = json.TryGetProperty("stop", out var stop)
            ? new MessageContent.OfStop(StopJson.Read(stop.GetString() ?? ""))
            : json.TryGetProperty("notice", out var notice) ? new MessageContent.OfNotice(ReadNotice(notice))
            : json.TryGetProperty("alert", out var alert) ? new MessageContent.OfAlert(ReadAlert(alert))
            : throw new JsonException("a word is of a stop, a notice or an alert");
        return new PendingMessage(id, json.GetProperty("at").GetDateTimeOffset(), content);
    }

    private static void Write(Utf8JsonWriter json, Notice notice)
    {
        StopJson.Write(json, notice.Key.Trip);
        json.WriteString("level", notice.Key.Level);
        json.WriteString("subject", notice.Subject);
        json.WriteString("account", notice.Account);
        json.WriteNumber("measured", notice.Measured);
        json.WriteNumber("limit", notice.Limit);
        json.WriteString("unit", UnitText.Of(notice.Unit));
        StopJson.Write(json, "window", notice.Window);
        json.WriteString("at", notice.At);
        if (notice.Evidence is { } evidence)
            StopJson.Write(json, evidence);
        if (notice.Outlook is { } outlook)
        {
            json.WriteStartObject("outlook");
            json.WriteNumber("perHour", outlook.PerHour);
            json.WriteBoolean("isMean", outlook.IsMean);
            StopJson.Write(json, "reachedAt", outlook.ReachedAt);
            json.WriteEndObject();
        }

        if (notice.Next is { } next)
            json.WriteString("next", next.ToString());
        if (notice.Target is { } target)
            json.WriteString("target", target);
        if (notice.Obstacle is { } obstacle)
            json.WriteString("obstacle", obstacle);
    }

    private static Notice ReadNotice(JsonElement json) => new(
        new NoticeKey.OfTrip(StopJson.ReadTrip(json), StopJson.Text(json, "level")),
        StopJson.Text(json, "subject"),
        StopJson.Text(json, "account"),
        json.GetProperty("measured").GetDecimal(),
        json.GetProperty("limit").GetDecimal(),
        StopJson.ReadUnit(json),
        StopJson.ReadWindow(json, "window"),
        json.GetProperty("at").GetDateTimeOffset(),
        json.TryGetProperty("evidence", out var evidence) ? StopJson.ReadEvidence(evidence) : null)
    {
        Outlook = json.TryGetProperty("outlook", out var outlook)
            ? new Outlook(outlook.GetProperty("perHour").GetDecimal(), outlook.GetProperty("isMean").GetBoolean(),
                StopJson.Time(outlook, "reachedAt"))
            : null,
        Next = StopJson.Optional(json, "next") is { } next ? StopJson.Value<StopState>(next) : null,
        Target = StopJson.Optional(json, "target"),
        Obstacle = StopJson.Optional(json, "obstacle"),
    };

    private static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteString("head", alert.Head);
        json.WriteString("subject", alert.Subject);
        json.WriteString("text", alert.Text);
        if (alert.Remedy is { } remedy)
            json.WriteString("remedy", remedy);
        json.WriteString("kind", alert.Kind);
        json.WriteString("at", alert.At);
        if (alert.Thread is { } thread)
            json.WriteString("thread", thread);
        if (alert.IsForChatAlone)
            json.WriteBoolean("isForChatAlone", true);
        json.WriteStartArray("details");
        foreach (var (label, value) in alert.Details)
        {
            json.WriteStartArray();
            json.WriteStringValue(label);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static Alert ReadAlert(JsonElement json) => new()
    {
        Head = StopJson.Text(json, "head"),
        Subject = StopJson.Text(json, "subject"),
        Text = StopJson.Text(json, "text"),
        Remedy = StopJson.Optional(json, "remedy"),
        Kind = StopJson.Text(json, "kind"),
        At = json.GetProperty("at").GetDateTimeOffset(),
        Thread = StopJson.Optional(json, "thread"),
        IsForChatAlone = json.TryGetProperty("isForChatAlone", out var alone) && alone.GetBoolean(),
        Details = [.. json.GetProperty("details").EnumerateArray().Select(pair => (pair[0].GetString() ?? "", pair[1].GetString() ?? ""))],
    };
}
