using System.Text.Json;
using System.Text.Json.Nodes;

namespace KillSwitch.Infra.Templates;

/// <summary>What CloudFormation works out when a stack is made.</summary>
internal static class Intrinsic
{
    public static JsonObject NoValue => Ref("AWS::NoValue");

    public static JsonObject Ref(string name) => new() { ["Ref"] = name };

    public static JsonObject Condition(string name) => new() { ["Condition"] = name };

    public static JsonObject Not(JsonNode condition) => new() { ["Fn::Not"] = new JsonArray(condition) };

    public static JsonObject If(string condition, JsonNode? whenTrue, JsonNode? whenFalse) =>
        new() { ["Fn::If"] = new JsonArray(condition, whenTrue, whenFalse) };

    /// <summary>One part of a text.</summary>
    public static JsonObject Part(JsonNode text, string separator, int index) =>
        new() { ["Fn::Select"] = new JsonArray(index, new JsonObject { ["Fn::Split"] = new JsonArray(separator, text) }) };

    /// <summary>Pieces one after the other; a text as it is where there is nothing else.</summary>
    public static JsonNode Join(IEnumerable<JsonNode> pieces)
    {
        List<JsonNode> joined = [];
        foreach (var piece in pieces.SelectMany(Pieces))
        {
            if (IsText(piece) && joined.Count > 0 && IsText(joined[^1]))
                joined[^1] = (string?)joined[^1] + (string?)piece;
            else if (!IsText(piece) || ((string?)piece)!.Length > 0)
                joined.Add(piece.DeepClone());
        }

        return joined switch
        {
            [] => "",
            [var single] => single,
            _ => new JsonObject { ["Fn::Join"] = new JsonArray("", new JsonArray([.. joined])) },
        };
    }

    /// <summary>What a text is put together from; itself where it is not.</summary>
    public static IEnumerable<JsonNode> Pieces(JsonNode node) =>
        IsJoin(node) ? node["Fn::Join"]![1]!.AsArray().SelectMany(piece => Pieces(piece!)) : [node];

    /// <summary>Whether it stands for a text: a text, or pieces of one.</summary>
    public static bool IsTextual(JsonNode? node) => node is not null && (IsText(node) || IsJoin(node));

    public static bool IsText(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String;

    public static bool Is(JsonNode? node) =>
        node is JsonObject { Count: 1 } only && only.First().Key is var name
            && (name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal));

    private static bool IsJoin(JsonNode node) =>
        node is JsonObject { Count: 1 } && node["Fn::Join"] is JsonArray { Count: 2 } join
            && IsText(join[0]) && ((string)join[0]!).Length == 0 && join[1] is JsonArray;
}
