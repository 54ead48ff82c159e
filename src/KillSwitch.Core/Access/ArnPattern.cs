namespace KillSwitch.Core.Access;

/// <summary>ARNs as policies name them: six parts, and a wildcard stays within its own.</summary>
internal static class ArnPattern
{
    private const int Parts = 6;

    /// <summary>Whether some ARN is meant by both.</summary>
    public static bool Overlap(TextPattern one, TextPattern other) =>
        Hold(one, other, static (one, other) => one.Overlaps(other, ignoresCase: false));

    /// <summary>Whether every ARN that the other means is one of the first.</summary>
    public static bool Covers(TextPattern one, TextPattern other) =>
        Hold(one, other, static (one, other) => one.Covers(other, ignoresCase: false));

    private static bool Hold(TextPattern one, TextPattern other, Func<TextPattern, TextPattern, bool> test)
    {
        if (one.IsEverything)
            return true;
        var (parts, others) = (one.Parts(Parts), other.Parts(Parts));
        // What is no whole ARN is held against the whole of the other.
        return parts.Count == Parts && others.Count == Parts
            ? parts.Zip(others).All(pair => test(pair.First, pair.Second))
            : test(one, other);
    }
}
