using System.Globalization;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads the small parts of a policy file, and notes each mistake where it stands.</summary>
internal sealed class PolicyReading
{
    private const int MostDays = 366;

    public List<YamlProblem> Problems { get; } = [];

    public List<YamlProblem> Warnings { get; } = [];

    public List<WrittenPattern> Patterns { get; } = [];

    public List<WrittenStop> Stops { get; } = [];

    public void Problem(YamlNode at, string message) => Problems.Add(new YamlProblem(at.Start.Line, at.Start.Column, message));

    public void Warn(YamlNode at, string message) => Warnings.Add(new YamlProblem(at.Start.Line, at.Start.Column, message));

    /// <summary>The values of a mapping by key; anything but the allowed keys is a mistake.</summary>
    public Dictionary<string, YamlNode>? Fields(YamlNode node, string what, IReadOnlyList<string> allowed)
    {
        if (node is not YamlMappingNode mapping)
        {
            Problem(node, $"{Quoted(node)} is not {what}; allowed is a mapping of {Words(allowed)}");
            return null;
        }

        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping)
        {
            if (key is YamlScalarNode { Value: { } name }
                && (allowed.Contains(name) || (allowed == Vocabulary.MatchKeys && Vocabulary.TagsOfMatch.ContainsKey(name.Split('.')[0]))))
            {
                fields[name] = value;
            }
            else
            {
                Problem(key, $"{Quoted(key)} is not a key of {what}{Nearest(key, allowed)} allowed: {Words(allowed)}");
            }
        }

        return fields;
    }

    public T? OneOf<T>(YamlNode node, string what, Dictionary<string, T> words, string? further = null)
        where T : struct
    {
        if (Text(node) is { } text && words.TryGetValue(text, out var value))
            return value;
        Problem(node, $"{Quoted(node)} is not {what}{Nearest(node, words.Keys)} allowed: {Words(words.Keys)}"
            + (further is null ? "" : ", " + further));
        return null;
    }

    /// <summary>A whole number above zero; digits may be grouped with <c>_</c>.</summary>
    public long? Count(YamlNode node, string what)
    {
        if (Number(node) is { } number && number > 0 && decimal.Truncate(number) == number && number <= long.MaxValue)
            return (long)number;
        Problem(node, $"{Quoted(node)} is not {what}; allowed is a whole number above zero{Unquote(node)}");
        return null;
    }

    /// <summary>A decimal number above zero and at most <paramref name="most"/>.</summary>
    public decimal? Amount(YamlNode node, string what, decimal most, string allowed)
    {
        if (Number(node) is { } number && number > 0 && number <= most)
            return number;
        Problem(node, $"{Quoted(node)} is not {what}; allowed is {allowed}{Unquote(node)}");
        return null;
    }

    /// <summary>Such as <c>80%</c>.</summary>
    public int? Percent(YamlNode node, string what, int most)
    {
        if (Text(node) is [not '0', .., '%'] text
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            && percent >= 1 && percent <= most)
        {
            return percent;
        }

        Problem(node, $"{Quoted(node)} is not {what}; allowed is a percentage from 1% to {most}%");
        return null;
    }

    /// <summary>Such as <c>15m</c>, <c>6h</c>, <c>7d</c>; a minute at least.</summary>
    public TimeSpan? Duration(YamlNode node, string what)
    {
        if (Text(node) is [not '0', .., var unit and ('m' or 'h' or 'd')] text
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            var one = unit switch { 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), _ => TimeSpan.FromDays(1) };
            if (number <= TimeSpan.FromDays(MostDays) / one)
                return number * one;
        }

        Problem(node, $"{Quoted(node)} is not {what}; allowed is a whole number of minutes, hours or days such as `15m`, `6h` or `7d`, "
            + $"at most {MostDays}d");
        return null;
    }

    /// <summary>Such as <c>2026-01-01</c>, UTC.</summary>
    public DateOnly? Day(YamlNode node)
    {
        if (DateOnly.TryParseExact(Text(node), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Problem(node, $"{Quoted(node)} is no day; allowed is a day such as `2026-01-01`");
        return null;
    }

    /// <summary>One pattern or a list of patterns, none of them empty.</summary>
    public List<Glob>? Globs(YamlNode node, string what)
    {
        var globs = new List<Glob>();
        foreach (var item in Items(node))
        {
            if (Text(item) is { Length: > 0 } pattern)
            {
                globs.Add(new Glob(pattern));
                continue;
            }

            Problem(item, $"{Quoted(item)} is not {what}; allowed is a pattern such as `role/agent-*`, or a list of patterns");
            return null;
        }

        if (globs.Count > 0)
            return globs;
        Problem(node, $"an empty list is not {what}; allowed is a pattern or a list of patterns");
        return null;
    }

    /// <summary>The same of principals or models: one that can match none by its form is warned of.</summary>
    public List<Glob>? Names(YamlNode node, DimensionKind field, string what)
    {
        var globs = Globs(node, what);
        foreach (var (item, glob) in Items(node).Zip(globs ?? []))
        {
            Patterns.Add(new WrittenPattern(new Dimension(field), glob, item.Start.Line, item.Start.Column));
            if ((field == DimensionKind.Principal
                ? PrincipalForm.Problem(glob) ?? PrincipalForm.Hint(glob)
                : ModelForm.Problem(glob) ?? ModelSlip.Hint(glob)) is { } problem)
            {
                Warn(item, $"{Quoted(item)} {problem}");
            }
        }

        return globs;
    }

    /// <summary>The items of a list; a single value is a list of one.</summary>
    public static IEnumerable<YamlNode> Items(YamlNode node) => node is YamlSequenceNode list ? list.Children : [node];

    public static string? Text(YamlNode node) => node is YamlScalarNode { Value: { } value } ? value : null;

    /// <summary>What was found, for a message: short, on one line, in back-ticks.</summary>
    public static string Quoted(YamlNode node)
    {
        if (node is YamlMappingNode)
            return "a mapping";
        if (node is YamlSequenceNode)
            return "a list";
        var text = Text(node) ?? "";
        if (text.Length == 0)
            return "an empty value";
        var clean =
            new string([.. text.Take(60).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '�' : c)]);
        return $"`{clean}{(text.Length > 60 ? "…" : "")}`";
    }

    public static decimal? Number(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { Length: > 0 } text } && char.IsAsciiDigit(text[0])
            && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>What to do about a number in quotes.</summary>
    public static string Unquote(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted, Value: [>= '0' and <= '9', ..] }
            ? ", without quotes"
            : "";

    private static string Words(IEnumerable<string> words) => string.Join(", ", words);

    private static string Nearest(YamlNode node, IEnumerable<string> allowed)
    {
        if (Text(node) is not { Length: > 0 and < 40 } found)
            return ";";
        var nearest = allowed.Select(word => (word, Distance: Spelling.Distance(found, word))).MinBy(candidate => candidate.Distance);
        return nearest.Distance <= Math.Max(1, Math.Min(found.Length, nearest.word.Length) / 3) ? $"; did you mean `{nearest.word}`?" : ";";
    }
}
