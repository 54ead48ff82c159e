using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads a rule's <c>match</c>.</summary>
internal static class MatchReader
{
    public static List<FieldMatch> Read(YamlNode node, PolicyReading reading)
    {
        var matches = new List<FieldMatch>();
        foreach (var (key, value) in reading.Fields(node, "a match", Vocabulary.MatchKeys) ?? [])
        {
            if (key.Split('.', 2) is [var kind, var tag] && Vocabulary.TagsOfMatch.ContainsKey(kind))
                Tag(kind, tag, value, matches, reading);
            else if (Vocabulary.TagsOfMatch.ContainsKey(key))
                Tags(key, value, matches, reading);
            else
                Add(Vocabulary.Dimensions[key], key, value, matches, reading);
        }

        return [.. matches.OrderBy(match => match.Field.Kind).ThenBy(match => match.Field.TagKey, StringComparer.Ordinal)];
    }

    private static void Tags(string kind, YamlNode node, List<FieldMatch> matches, PolicyReading reading)
    {
        if (node is not YamlMappingNode mapping)
        {
            reading.Problem(node, kind == "tags"
                ? $"{PolicyReading.Quoted(node)} is not a match of tags; allowed is a mapping of tag keys to patterns"
                : $"{PolicyReading.Quoted(node)} does not say which tag; allowed is `{kind}.KEY: PATTERN`, or a mapping of tag keys to "
                    + "patterns");
            return;
        }

        foreach (var (key, value) in mapping)
            Tag(kind, PolicyReading.Text(key) ?? "", value, matches, reading);
    }

    private static void Tag(string kind, string key, YamlNode value, List<FieldMatch> matches, PolicyReading reading)
    {
        var field = Vocabulary.TagsOfMatch[kind](key);
        if (key.Length == 0)
            reading.Problem(value, $"a tag has no key; allowed is `{kind}.KEY`");
        else if (matches.Exists(match => match.Field == field))
            reading.Problem(value, $"`{kind}.{key}` stands twice");
        else
            Add(field, $"{kind}.{key}", value, matches, reading);
    }

    private static void Add(Dimension field, string key, YamlNode value, List<FieldMatch> matches, PolicyReading reading)
    {
        var what = $"a pattern for `{key}`";
        if ((field.Kind is DimensionKind.Principal or DimensionKind.Model
            ? reading.Names(value, field.Kind, what)
            : reading.Globs(value, what)) is not { } globs)
        {
            return;
        }

        foreach (var (item, glob) in PolicyReading.Items(value).Zip(globs))
        {
            if (DimensionForm.Problem(field, glob) is { } problem)
                reading.Warn(item, $"{PolicyReading.Quoted(item)} {problem}");
            if (field.Kind is DimensionKind.Path or DimensionKind.PrincipalTag or DimensionKind.Profile)
                reading.Patterns.Add(new WrittenPattern(field, glob, item.Start.Line, item.Start.Column));
        }

        matches.Add(new FieldMatch(field, globs));
    }
}
