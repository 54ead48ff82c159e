using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KillSwitch.Infra.Templates;

/// <summary>Texts that hold JSON, such as a dashboard's body: read to be held against each other, and written again.</summary>
internal sealed partial class JsonTexts
{
    // Of an area that Unicode gives nobody: what CloudFormation works out stands between them, by its number.
    private const char Before = '\uE000';
    private const char After = '\uE001';

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> _worked = [];

    /// <summary>What the text says; null where it is no object or list of JSON.</summary>
    public JsonNode? Read(JsonNode text)
    {
        var written = new StringBuilder();
        foreach (var piece in Intrinsic.Pieces(text))
            written.Append(Intrinsic.IsText(piece) ? (string)piece! : Mark(piece.ToJsonString()));
        if (written.Length == 0 || written[0] is not ('{' or '['))
            return null;
        try
        {
            return JsonNode.Parse(written.ToString());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of what was read, merged.</summary>
    public JsonNode Write(JsonNode? merged) => Intrinsic.Join(Pieces(merged));

    private string Mark(string intrinsic)
    {
        var number = _worked.IndexOf(intrinsic);
        if (number < 0)
        {
            number = _worked.Count;
            _worked.Add(intrinsic);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Before}{number}{After}");
    }

    private IEnumerable<JsonNode> Pieces(JsonNode? node) => node switch
    {
        JsonObject json when Choice(json) is var (condition, whenTrue, whenFalse) =>
            [Intrinsic.If(condition, Write(whenTrue), Write(whenFalse))],
        _ when Intrinsic.IsTextual(node) => [(JsonNode)"\"", .. Intrinsic.Pieces(node!).Select(Escaped), (JsonNode)"\""],
        // What is always there first, so that each other one follows a comma.
        JsonObject json => [(JsonNode)"{", .. Members(json), (JsonNode)"}"],
        JsonArray items => [(JsonNode)"[", .. Separated(items.Select(item => (Optional(item), Pieces(Value(item))))), (JsonNode)"]"],
        null => [(JsonNode)"null"],
        _ => [(JsonNode)node.ToJsonString()],
    };

    private IEnumerable<JsonNode> Members(JsonObject json) => Separated(json.Select(member =>
            (Optional(member.Value), ((JsonNode[])[Quoted(member.Key) + ":"]).Concat(Pieces(Value(member.Value)))))
        .OrderBy(member => member.Item1 is null ? 0 : 1));

    private static IEnumerable<JsonNode> Separated(IEnumerable<(string? Condition, IEnumerable<JsonNode> Pieces)> members)
    {
        var isFirst = true;
        foreach (var (condition, pieces) in members)
        {
            if (isFirst && condition is not null)
                throw new InvalidOperationException($"nothing stands before what {condition} puts into a text");
            var written = isFirst ? pieces : pieces.Prepend(",");
            isFirst = false;
            foreach (var piece in condition is null ? written : [Intrinsic.If(condition, Intrinsic.Join(written), "")])
                yield return piece;
        }
    }

    private static (string Condition, JsonNode? WhenTrue, JsonNode? WhenFalse)? Choice(JsonObject json) =>
        json is { Count: 1 } && json["Fn::If"] is JsonArray { Count: 3 } choice ? ((string)choice[0]!, choice[1], choice[2]) : null;

    // Under which condition it is there at all.
    private static string? Optional(JsonNode? node) => node is JsonObject json && Choice(json) is var (condition, _, whenFalse)
        && whenFalse is JsonObject none && (string?)none["Ref"] == "AWS::NoValue" ? condition : null;

    private static JsonNode? Value(JsonNode? node) => Optional(node) is null ? node : Choice(node!.AsObject())!.Value.WhenTrue;

    // Within quotes, whatever the condition.
    private JsonNode Escaped(JsonNode piece) => piece switch
    {
        JsonObject json when Choice(json) is var (condition, whenTrue, whenFalse) => Intrinsic.If(
            condition,
            Intrinsic.Join(Intrinsic.Pieces(whenTrue!).Select(Escaped)),
            Intrinsic.Join(Intrinsic.Pieces(whenFalse!).Select(Escaped))),
        _ when Intrinsic.IsText(piece) => Intrinsic.Join(Worked().Split((string)piece!).Select((part, index) =>
            index % 2 == 0 ? (JsonNode)Quoted(part)[1..^1] : JsonNode.Parse(_worked[int.Parse(part, CultureInfo.InvariantCulture)])!)),
        _ => piece,
    };

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    [GeneratedRegex("\uE000([0-9]+)\uE001")]
    private static partial Regex Worked();
}
