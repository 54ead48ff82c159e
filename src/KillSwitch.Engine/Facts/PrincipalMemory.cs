using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Facts;

/// <summary>What IAM says of one role or user.</summary>
/// <param name="Path">Null for one that IAM does not have.</param>
/// <param name="Tags">Of the keys that were asked for.</param>
internal sealed record PrincipalFacts(string? Path, TagSet Tags)
{
    public static PrincipalFacts Absent { get; } = new(null, TagSet.OfPrincipal([]));
}

/// <summary>What IAM said of the account's principals, as it is kept for every part of the guard.</summary>
/// <param name="At">When IAM was asked for everybody.</param>
/// <param name="Keys">Of which tags.</param>
/// <param name="Known">By <c>role/NAME</c> or <c>user/NAME</c>.</param>
internal sealed record PrincipalMemory(
    DateTimeOffset At, IReadOnlyList<string> Keys, IReadOnlyDictionary<string, PrincipalFacts> Known)
{
    public string ToText() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("at", At);
        json.WriteStartArray("keys");
        foreach (var key in Keys)
            json.WriteStringValue(key);
        json.WriteEndArray();
        json.WriteStartArray("principals");
        foreach (var same in Known.GroupBy(one => one.Value, one => one.Key))
        {
            json.WriteStartObject();
            if (same.Key.Path is { } path)
                json.WriteString("path", path);
            json.WriteStartObject("tags");
            foreach (var (key, value) in same.Key.Tags.All)
                json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteStartArray("names");
            foreach (var name in same.Order(StringComparer.Ordinal))
                json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static PrincipalMemory Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var known = new Dictionary<string, PrincipalFacts>(StringComparer.Ordinal);
        foreach (var same in root.GetProperty("principals").EnumerateArray())
        {
            var facts = new PrincipalFacts(
                same.TryGetProperty("path", out var path) ? path.GetString() : null,
                TagSet.OfPrincipal(same.GetProperty("tags").EnumerateObject()
                    .Select(tag => KeyValuePair.Create(tag.Name, tag.Value.GetString() ?? ""))));
            foreach (var name in same.GetProperty("names").EnumerateArray())
                known[name.GetString() ?? ""] = facts;
        }

        return new PrincipalMemory(
            root.GetProperty("at").GetDateTimeOffset(),
            [.. root.GetProperty("keys").EnumerateArray().Select(key => key.GetString() ?? "")],
            known);
    }
}
