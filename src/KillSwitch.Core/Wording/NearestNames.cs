namespace KillSwitch.Core.Wording;

/// <summary>Which of the names that are there somebody may have meant by one that is not.</summary>
public static class NearestNames
{
    private const int Most = 3;
    private const int Longest = 200;

    /// <summary>The nearest first; empty where none is near.</summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names)
    {
        if (text.Length is 0 or > Longest)
            return [];
        var words = Words(text);
        return [.. names.Where(name => name.Length <= Longest).Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Rank: Rank(text, words, name), Far: Distance(text, name)))
            .Where(one => one.Rank < 3)
            .OrderBy(one => one.Rank).ThenBy(one => one.Far).ThenBy(one => one.Name, StringComparer.Ordinal)
            .Take(Most).Select(one => one.Name)];
    }

    /// <summary>The same as the end of a clause: <c>; did you mean `a` or `b`?</c>; empty where none is near.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="names">Those that are there.</param>
    /// <param name="shown">A name as it is typed; null where it is the name.</param>
    public static string Hint(string text, IEnumerable<string> names, Func<string, string>? shown = null)
    {
        List<string> near = [.. Of(text, names).Select(one => $"`{shown?.Invoke(one) ?? one}`")];
        return near.Count == 0 ? ""
            : near.Count == 1 ? $"; did you mean {near[0]}?"
            : $"; did you mean {string.Join(", ", near.SkipLast(1))} or {near[^1]}?";
    }

    // A slip of the finger, a part of the name, its words in another order.
    private static int Rank(string text, string[] words, string name) =>
        Distance(text, name) <= Math.Max(1, Math.Min(text.Length, name.Length) / 4) ? 0
            : text.Length > 2 && name.Contains(text, StringComparison.OrdinalIgnoreCase) ? 1
            : words.Length > 0 && words.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 2
            : 3;

    // What stands before the last `/`, and a model's vendor, is often left out.
    private static int Distance(string text, string name) => Math.Min(
        Spelling.Distance(text, name),
        Math.Min(
            Spelling.Distance(text, name[(name.LastIndexOf('/') + 1)..]),
            Spelling.Distance(text, name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])));

    private static string[] Words(string text) =>
        [.. text.Split(['-', '.', '/', '_', ':', ' '], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 1)
            .Except(["role", "user", "model"], StringComparer.OrdinalIgnoreCase)];
}
