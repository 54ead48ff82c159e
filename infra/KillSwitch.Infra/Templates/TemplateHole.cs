using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KillSwitch.Infra.Templates;

/// <summary>What stands for a value where a template is made, and what takes its place in the one that is given out.</summary>
/// <param name="Sample">A text, or a number in its digits.</param>
/// <param name="Value">For what was found.</param>
internal sealed record TemplateHole(Regex Sample, Func<Match, JsonNode> Value)
{
    /// <summary>For a text that stands as it is.</summary>
    public static TemplateHole Of(string sample, Func<JsonNode> value) =>
        new(new Regex(Regex.Escape(sample), RegexOptions.CultureInvariant), _ => value());

    /// <summary>For a number that stands between other letters.</summary>
    public static TemplateHole OfNumber(string sample, Func<JsonNode> value) =>
        new(new Regex($@"(?<![\w.]){Regex.Escape(sample)}(?![\w.])", RegexOptions.CultureInvariant), _ => value());

    /// <summary>For <c>role/NAME</c>, whose kind and name the constructs put a path or a wildcard between.</summary>
    public static TemplateHole OfPrincipal(string name, Func<JsonNode> element) => new(
        new Regex($@"(?:role(?<wildcard>\*?)/(?<path>(?:\*/)?))?{Regex.Escape(name)}", RegexOptions.CultureInvariant),
        found => !found.Groups["path"].Success ? Intrinsic.Part(element(), "/", 1)
            : found.Groups["wildcard"].Length + found.Groups["path"].Length == 0 ? element()
            : Intrinsic.Join(
            [
                Intrinsic.Part(element(), "/", 0), $"{found.Groups["wildcard"]}/{found.Groups["path"]}",
                Intrinsic.Part(element(), "/", 1),
            ]));
}
