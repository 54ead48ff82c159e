using System.Text.Json;

namespace KillSwitch.Core.Access;

/// <summary>The texts of one element of a statement: actions, resources, a condition's values.</summary>
/// <param name="Texts">As they are written.</param>
/// <param name="HasVariables">Whether a version of the policy language with variables is written, and one is used.</param>
internal sealed record PolicyTexts(IReadOnlyList<string> Texts, bool HasVariables)
{
    private readonly IReadOnlyList<TextPattern> _ready = HasVariables ? [] : [.. Texts.Select(TextPattern.Of)];

    public static PolicyTexts Of(JsonElement oneOrMany, bool knowsVariables)
    {
        string[] texts = [.. Each(oneOrMany).Select(Text)];
        return new PolicyTexts(texts, knowsVariables && texts.Any(text => text.Contains("${", StringComparison.Ordinal)));
    }

    /// <summary>With wildcards, variables filled in; one whose variable has no value is left out, as it matches nothing.</summary>
    public IEnumerable<TextPattern> Patterns(AccessContext context) =>
        HasVariables ? Texts.Select(text => TextPattern.Of(text, isWild: true, context)).OfType<TextPattern>() : _ready;

    /// <summary>
    /// The same for what a <c>NotResource</c> leaves out: where a variable has no value, anything may stand in its place.
    /// </summary>
    public IEnumerable<TextPattern> Exceptions(AccessContext context) =>
        HasVariables ? Texts.Select(text => TextPattern.Of(text, isWild: true, context) ?? TextPattern.OfAnything(text)) : _ready;

    // One stands for a list of one.
    public static IEnumerable<JsonElement> Each(JsonElement oneOrMany) =>
        oneOrMany.ValueKind == JsonValueKind.Array ? oneOrMany.EnumerateArray() : [oneOrMany];

    private static string Text(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => json.GetRawText(),
        _ => throw new JsonException("an element holds no text"),
    };
}
