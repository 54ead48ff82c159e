namespace KillSwitch.Core.Policies;

/// <summary>A pattern with <c>*</c> (any run of characters) and <c>?</c> (any one character); case matters, as it does to IAM.</summary>
public sealed record Glob(string Pattern)
{
    /// <summary>Whether more than one text may match.</summary>
    public bool HasWildcard => Pattern.AsSpan().ContainsAny('*', '?');

    /// <summary>What every text that matches begins with: the pattern up to its first wildcard.</summary>
    public string LiteralPrefix => Pattern.AsSpan().IndexOfAny('*', '?') is >= 0 and var wildcard ? Pattern[..wildcard] : Pattern;

    /// <summary>True when the whole of <paramref name="text"/> matches; linear in practice, never exponential.</summary>
    public bool Matches(ReadOnlySpan<char> text) => Matches(text, isPattern: false);

    /// <summary>Whether it takes in every text that another takes in; false also where that cannot be told by their forms.</summary>
    public bool Covers(Glob other) => Matches(other.Pattern, isPattern: true);

    /// <summary>Whether some text matches both.</summary>
    public bool MayMeet(Glob other)
    {
        var (one, two) = (Pattern, other.Pattern);
        // Whether the rests from here on can be one text, by what stands after them.
        var after = new bool[two.Length + 1];
        for (var i = one.Length; i >= 0; i--)
        {
            var here = new bool[two.Length + 1];
            for (var j = two.Length; j >= 0; j--)
            {
                here[j] = (i < one.Length && one[i] == '*' && (after[j] || (j < two.Length && here[j + 1])))
                    || (j < two.Length && two[j] == '*' && (here[j + 1] || (i < one.Length && after[j])))
                    || (i == one.Length && j == two.Length)
                    || (i < one.Length && j < two.Length && one[i] != '*' && two[j] != '*'
                        && (one[i] == two[j] || one[i] == '?' || two[j] == '?') && after[j + 1]);
            }

            after = here;
        }

        return after[0];
    }

    // A pattern's own star stands for more than one character.
    private bool Matches(ReadOnlySpan<char> text, bool isPattern)
    {
        var pattern = Pattern.AsSpan();
        int p = 0, t = 0, star = -1, retry = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = t;
            }
            else if (p < pattern.Length && ((pattern[p] == '?' && !(isPattern && text[t] == '*')) || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    public override string ToString() => Pattern;
}
