using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;

namespace KillSwitch.Core.Policies;

/// <summary>
/// A pattern that can match a model by its form, and whose words are nearly those of a model that there is: a slip of the finger. One that
/// differs in figures alone may be a newer model, and one whose words are others is somebody else's.
/// </summary>
public static class ModelSlip
{
    private const int Slip = 2;
    private const int ShortestWords = 5;

    private static readonly Lazy<ILookup<string, string>> Known = new(() => KnownModels.Ids
        .Where(id => id.Contains('.', StringComparison.Ordinal))
        .SelectMany(id => Beginnings(Words(id)).Select(words => (Vendor: Vendor(id), Words: words))).Distinct()
        .ToLookup(one => one.Vendor, one => one.Words, StringComparer.Ordinal));

    /// <summary>What is said of it, as the end of a sentence; null where it is none.</summary>
    public static string? Hint(Glob pattern)
    {
        var text = pattern.Pattern.TrimEnd('*');
        if (text.StartsWith("arn:", StringComparison.Ordinal) || text.AsSpan().ContainsAny('*', '?'))
            return null;
        var id = ProfileGeography.Of(text) is { } geography ? text[(geography.Length + 1)..] : text;
        if (!id.Contains('.', StringComparison.Ordinal) || Words(id) is not { Length: >= ShortestWords } words)
            return null;
        var known = Known.Value[Vendor(id)].ToList();
        // A pattern may break off within a word.
        return known.Exists(one => one == words || (text != pattern.Pattern && one.StartsWith(words, StringComparison.Ordinal)))
            || known.TrueForAll(one => Spelling.Distance(one, words) > Slip)
            ? null
            : $"matches no model that is known{NearestNames.Hint(id, KnownModels.Ids)}";
    }

    private static string Vendor(string id) => id[..id.IndexOf('.', StringComparison.Ordinal)];

    // `anthropic.claude-opus-4-6-v1:0` is `claude-opus`.
    private static string Words(string id) => string.Join('-', id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..]
        .Split(['-', '.', ':']).Select(word => new string([.. word.Where(c => !char.IsAsciiDigit(c))])).Where(word => word.Length > 1));

    private static IEnumerable<string> Beginnings(string words)
    {
        var parts = words.Split('-');
        return Enumerable.Range(1, parts.Length).Select(count => string.Join('-', parts[..count]));
    }
}
