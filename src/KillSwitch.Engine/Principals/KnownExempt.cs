using System.Text.Json;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Principals;

/// <summary>Somebody who is exempt and was met.</summary>
/// <param name="Name"><c>role/NAME</c>, <c>user/NAME</c> or a full ARN.</param>
/// <param name="CreatedAt">When IAM says that it was made; null for one that was met as a caller.</param>
/// <param name="ToldAt">When people were told that it is new; null for one that was there before.</param>
internal sealed record KnownExempt(string Name, DateTimeOffset? CreatedAt, DateTimeOffset? ToldAt);

/// <summary>What is kept of the exempt from one look to the next.</summary>
/// <param name="Since">Who was made before was there when the policy was put in force.</param>
/// <param name="Patterns">Of <c>exempt</c> at the last look.</param>
/// <param name="Known">Those made since, and those who called.</param>
internal sealed record ExemptMemory(DateTimeOffset Since, IReadOnlyList<string> Patterns, IReadOnlyList<KnownExempt> Known)
{
    public string ToText() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("since", Since);
        json.WriteStartArray("patterns");
        foreach (var pattern in Patterns)
            json.WriteStringValue(pattern);
        json.WriteEndArray();
        json.WriteStartArray("known");
        foreach (var one in Known)
        {
            json.WriteStartObject();
            json.WriteString("name", one.Name);
            if (one.CreatedAt is { } created)
                json.WriteString("created", created);
            if (one.ToldAt is { } told)
                json.WriteString("told", told);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static ExemptMemory Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new ExemptMemory(
            root.GetProperty("since").GetDateTimeOffset(),
            [.. root.GetProperty("patterns").EnumerateArray().Select(pattern => pattern.GetString() ?? "")],
            [.. root.GetProperty("known").EnumerateArray()
                .Select(one => new KnownExempt(one.GetProperty("name").GetString() ?? "", Time(one, "created"), Time(one, "told")))]);

        static DateTimeOffset? Time(JsonElement json, string name) =>
            json.TryGetProperty(name, out var time) ? time.GetDateTimeOffset() : null;
    }
}
