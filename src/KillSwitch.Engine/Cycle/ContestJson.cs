using System.Text.Json;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Cycle;

/// <summary>Contests as they are remembered.</summary>
internal static class ContestJson
{
    public static string Write(IReadOnlyList<Contest> contests) => JsonText.Of(json =>
    {
        json.WriteStartArray();
        foreach (var contest in contests)
        {
            json.WriteStartObject();
            json.WriteString("thing", contest.Thing);
            json.WriteString("since", contest.Since);
            json.WriteString("lastAt", contest.LastAt);
            json.WriteNumber("times", contest.Times);
            json.WriteStartArray("who");
            foreach (var who in contest.Who)
                json.WriteStringValue(who);
            json.WriteEndArray();
            if (contest.With is { } with)
                json.WriteString("with", with);
            if (contest.Event is { } id)
                json.WriteString("event", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <exception cref="JsonException">It is no such list.</exception>
    public static IReadOnlyList<Contest> Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(Of)];
    }

    private static Contest Of(JsonElement json) =>
        new(json.GetProperty("thing").GetString() ?? "", json.GetProperty("since").GetDateTimeOffset(),
            json.GetProperty("lastAt").GetDateTimeOffset(), json.GetProperty("times").GetInt32())
        {
            Who = [.. json.GetProperty("who").EnumerateArray().Select(who => who.GetString() ?? "")],
            With = json.TryGetProperty("with", out var with) ? with.GetString() : null,
            Event = json.TryGetProperty("event", out var id) ? id.GetString() : null,
        };
}
