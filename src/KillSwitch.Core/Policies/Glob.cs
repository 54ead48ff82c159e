namespace KillSwitch.Core.Policies;

/// <summary>A pattern with <c>*</c> (any run of characters) and <c>?</c> (any one character); case matters, as it does to IAM.</summary>
public sealed record Glob(string Pattern)
{
    /// <summary>Whether more than one text may match.</summary>
    public bool HasWildcard => Pattern.AsSpan().ContainsAny('*', '?');

    /// <summary>What every text that matches begins with: the pattern up to its first wildcard.</summary>
    public string LiteralPrefix => Pattern.AsSpan().IndexOfAny('*', '?') is >= 0 and var wildcard ? Pattern[..wildcard] : Pattern;

    /// <summary>True when the whole of <paramref name="text"/> matches; linear in practice, never exponential.</summary>
    public bool Matches(ReadOnlySpan<char> text)
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
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
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
