using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.Yaml;

/// <summary>
/// Loads one YAML document as nodes with their places; what would be too large, too deep or ambiguous is a problem, never a crash.
/// </summary>
internal static class YamlFile
{
    private const int MostCharacters = 1_000_000;
    private const int MostDepth = 32;

    /// <summary>The document's mapping, or null and at least one problem.</summary>
    public static YamlMappingNode? Load(string text, string what, List<YamlProblem> problems)
    {
        if (text.Length > MostCharacters)
        {
            problems.Add(new YamlProblem(1, 1, $"the file is larger than a {what} can be ({MostCharacters / 1000} KB)"));
            return null;
        }

        try
        {
            // The parser is a loop and safe on any text; the node loader recurses, and comes after the depth is known to be small.
            if (Refusal(text) is { } refused)
            {
                problems.Add(refused);
                return null;
            }

            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
                return root;
            problems.Add(new YamlProblem(1, 1, stream.Documents.Count > 1
                ? $"a {what} is one YAML document, and here are {stream.Documents.Count}"
                : $"a {what} is a mapping of keys to values, and this is none"));
        }
        catch (YamlException mistake)
        {
            problems.Add(new YamlProblem(
                Math.Max(1, mistake.Start.Line), Math.Max(1, mistake.Start.Column), "this is not YAML: " + Sentence(mistake)));
        }
        // On damaged text the library throws nearly anything (an index, a state, an argument); all of it means one thing.
#pragma warning disable CA1031
        catch (Exception)
        {
            problems.Add(new YamlProblem(1, 1, "this is not YAML: it cannot be read"));
        }
#pragma warning restore CA1031

        return null;
    }

    private static YamlProblem? Refusal(string text)
    {
        using var reader = new StringReader(text);
        var parser = new Parser(reader);
        var depth = 0;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case AnchorAlias alias:
                    return new YamlProblem(
                        alias.Start.Line, alias.Start.Column,
                        $"`*{alias.Value}` is an alias; write the value out, so that a reviewer sees it where it counts");
                case MappingStart or SequenceStart when ++depth > MostDepth:
                    return new YamlProblem(
                        parser.Current.Start.Line, parser.Current.Start.Column, $"nested deeper than {MostDepth} levels");
                case MappingEnd or SequenceEnd:
                    depth--;
                    break;
                default:
                    break;
            }
        }

        return null;
    }

    private static string Sentence(YamlException mistake)
    {
        var message = (mistake.InnerException ?? mistake).Message.TrimEnd('.').ReplaceLineEndings(" ");
        return message.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(message[0]) + message[1..];
    }
}
