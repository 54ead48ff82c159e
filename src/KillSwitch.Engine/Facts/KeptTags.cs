using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Facts;

/// <summary>The tags of one profile, as they are kept.</summary>
/// <param name="At">When they were read.</param>
internal sealed record KeptTags(DateTimeOffset At, TagSet Tags)
{
    public string ToText() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("at", At);
        json.WriteStartObject("tags");
        foreach (var (key, value) in Tags.All)
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static KeptTags Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new KeptTags(root.GetProperty("at").GetDateTimeOffset(), TagSet.OfProfile(
            root.GetProperty("tags").EnumerateObject().Select(tag => KeyValuePair.Create(tag.Name, tag.Value.GetString() ?? ""))));
    }
}
