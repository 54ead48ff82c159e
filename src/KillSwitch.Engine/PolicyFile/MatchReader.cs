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
            if (key == "tags")
                Tags(value, matches, reading);
            else if (key.StartsWith("tags.", StringComparison.Ordinal))
                Tag(key["tags.".Length..], value, matches, reading);
            else
                Add(Vocabulary.Dimensions[key], key, value, matches, reading);
        }

        return [.. matches.OrderBy(match => match.Field.Kind).ThenBy(match => match.Field.TagKey, StringComparer.Ordinal)];
    }

    private static void Tags(YamlNode node, List<FieldMatch> matches, PolicyReading reading)
    {
        if (node is not YamlMappingNode mapping)
        {
            reading.Problem(node, $"{PolicyReading.Quoted(node)} is not a match of tags; allowed is a mapping of tag keys to patterns");
            return;
        }

        foreach (var (key, value) in mapping)
            Tag(PolicyReading.Text(key) ?? "", value, matches, reading);
    }

    private static void Tag(string key, YamlNode value, List<FieldMatch> matches, PolicyReading reading)
    {
        if (key.Length == 0)
            reading.Problem(value, "a tag has no key; allowed is `tags.KEY`");
        else if (matches.Exists(match => match.Field == Dimension.Tag(key)))
            reading.Problem(value, $"`tags.{key}` stands twice");
        else
            Add(Dimension.Tag(key), "tags." + key, value, matches, reading);
    }

    private static void Add(Dimension field, string key, YamlNode value, List<FieldMatch> matches, PolicyReading reading)
    {
        var what = $"a pattern for `{key}`";
        if ((field.Kind is DimensionKind.Principal or DimensionKind.Model
            ? reading.Names(value, field.Kind, what)
            : reading.Globs(value, what)) is { } globs)
        {
            matches.Add(new FieldMatch(field, globs));
        }
    }
}
