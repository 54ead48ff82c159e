namespace KillSwitch.Engine.PolicyFile;

/// <summary>Top-level keys of a policy file with all that stands under them, as they are written.</summary>
public static class WrittenSections
{
    /// <summary>Empty where the file has none of them; each ends with a line.</summary>
    /// <param name="yaml">A policy, a key a line.</param>
    /// <param name="keys">Such as <c>prices</c>.</param>
    public static string Of(string yaml, params IReadOnlyCollection<string> keys)
    {
        var (kept, isKept) = (new List<string>(), false);
        foreach (var line in yaml.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Length > 0 && line[0] is not (' ' or '#' or '-' or '\t' or ']' or '}'))
                isKept = keys.Contains(line.Split(':', 2)[0].Trim('"', '\''));
            if (isKept && line.Length > 0 && line[0] != '#')
                kept.Add(line);
        }

        return string.Concat(kept.Select(line => line + "\n"));
    }
}
