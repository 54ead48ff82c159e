using System.Text.Json;

namespace KillSwitch.Core.Json;

/// <summary>Members that may be there or not, of JSON that somebody else wrote.</summary>
public static class JsonMembers
{
    /// <summary>Of no kind where it is missing, or where this is no object.</summary>
    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Null where it is missing, or no text.</summary>
    public static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
