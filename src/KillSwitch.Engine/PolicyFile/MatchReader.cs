using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads a rule's <c>match</c>.</summary>
internal static class MatchReader
{
    private static readonly string[] PrincipalStarts = ["role/", "user/", "root", "arn:", Missing.Value];

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

        foreach (var match in matches.Where(match => match.Field.Kind == DimensionKind.Principal))
        {
            foreach (var glob in match.AnyOf.Where(glob => !MayBePrincipal(glob.Pattern)))
                reading.Warn(node, $"`{glob}` matches no principal; a principal is `role/NAME`, `user/NAME`, `root` or a full ARN");
        }

        return [.. matches.OrderBy(match => match.Field.Kind).ThenBy(match => match.Field.TagKey, StringComparer.Ordinal)];
    }

    private static void Tags(YamlNode node, List<FieldMatch> matches, PolicyReading reading)
    {
        if (node is not YamlMappingNode mapping)
        {
            reading.Problem(node, $"{PolicyReading.Shown(node)} is not a match of tags; allowed is a mapping of tag keys to patterns");
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
        if (reading.Globs(value, $"a pattern for `{key}`") is { } globs)
            matches.Add(new FieldMatch(field, globs));
    }

    // What stands before the first wildcard must be able to begin a principal's name.
    private static bool MayBePrincipal(string pattern)
    {
        var literal = pattern[..(pattern.AsSpan().IndexOfAny('*', '?') is var at && at < 0 ? pattern.Length : at)];
        return PrincipalStarts.Any(start =>
            start.StartsWith(literal, StringComparison.Ordinal) || literal.StartsWith(start, StringComparison.Ordinal));
    }
}
