using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KillSwitch.Infra.Templates;

/// <summary>Puts what CloudFormation works out in the place of what stood for it.</summary>
internal sealed class TemplateHoles(IReadOnlyList<TemplateHole> holes)
{
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject json when Intrinsic.IsTextual(json) => Intrinsic.Join(Intrinsic.Pieces(json).Select(piece => Fill(piece)!)),
        JsonObject json => new JsonObject(json.Select(member => IsFree(member.Key)
            ? KeyValuePair.Create(member.Key, Fill(member.Value))
            : throw new InvalidOperationException($"`{member.Key}` is a key, and depends on a parameter"))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.GetValueKind() is JsonValueKind.String => Fill((string)value!),
        JsonValue value when value.GetValueKind() is JsonValueKind.Number =>
            Fill(value.ToJsonString()) is var filled && !Intrinsic.IsText(filled) ? filled : value.DeepClone(),
        null => null,
        _ => node.DeepClone(),
    };

    private bool IsFree(string key) => holes.All(hole => !hole.Sample.IsMatch(key));

    private JsonNode Fill(string text)
    {
        List<JsonNode> pieces = [text];
        foreach (var hole in holes)
            pieces = [.. pieces.SelectMany(piece => Intrinsic.IsText(piece) ? Split((string)piece!, hole) : [piece])];
        return Intrinsic.Join(pieces);
    }

    private static IEnumerable<JsonNode> Split(string text, TemplateHole hole)
    {
        var at = 0;
        foreach (Match found in hole.Sample.Matches(text))
        {
            if (found.Index > at)
                yield return text[at..found.Index];
            yield return hole.Value(found);
            at = found.Index + found.Length;
        }

        if (at < text.Length || text.Length == 0)
            yield return text[at..];
    }
}
