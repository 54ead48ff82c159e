using System.Text.Json;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Principals;

/// <summary>The paths that IAM's listing said, as they are kept for every part of the guard.</summary>
/// <param name="At">When IAM was asked.</param>
/// <param name="Patterns">For which patterns of a policy.</param>
/// <param name="Paths">By <c>role/NAME</c> or <c>user/NAME</c>, of whom those patterns may take in.</param>
internal sealed record PathMemory(DateTimeOffset At, IReadOnlyList<string> Patterns, IReadOnlyDictionary<string, string> Paths)
{
    public string ToText() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("at", At);
        json.WriteStartArray("patterns");
        foreach (var pattern in Patterns)
            json.WriteStringValue(pattern);
        json.WriteEndArray();
        json.WriteStartObject("names");
        foreach (var path in Paths.GroupBy(one => one.Value, one => one.Key).OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(path.Key);
            foreach (var name in path.Order(StringComparer.Ordinal))
                json.WriteStringValue(name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static PathMemory Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new PathMemory(
            root.GetProperty("at").GetDateTimeOffset(),
            [.. root.GetProperty("patterns").EnumerateArray().Select(pattern => pattern.GetString() ?? "")],
            root.GetProperty("names").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateArray().Select(name => (Name: name.GetString() ?? "", Path: path.Name)))
                .GroupBy(one => one.Name, StringComparer.Ordinal)
                    .ToDictionary(one => one.Key, one => one.First().Path, StringComparer.Ordinal));
    }
}
