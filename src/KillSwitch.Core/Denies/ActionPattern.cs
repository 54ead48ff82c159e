namespace KillSwitch.Core.Denies;

/// <summary>Actions as a policy names them: <c>*</c> is any run of characters, <c>?</c> any one; case does not matter, as it does not to IAM.</summary>
internal readonly record struct ActionPattern(string Text)
{
    private const char Run = '*';
    private const char One = '?';

    /// <summary>Whether one action, real or not, is meant by both.</summary>
    public bool Overlaps(ActionPattern other)
    {
        // Nearly all pairs differ in their first letters.
        var start = 0;
        for (; start < Text.Length && start < other.Text.Length && Text[start] != Run && other.Text[start] != Run; start++)
        {
            if (!MayBeSame(Text[start], other.Text[start]))
                return false;
        }

        return Decide(Text.AsSpan(start), other.Text.AsSpan(start), MayBeSame, isEitherRun: true);
    }

    /// <summary>Whether every action of the other is one of these. A no may be too careful; a yes is certain.</summary>
    public bool Covers(ActionPattern other) =>
        Decide(Text, other.Text, static (one, other) => other != Run && (one == One || (other != One && IsSame(one, other))), isEitherRun: false);

    // Row by row from the ends: whether what is left of the one and what is left of the other fit. No pattern makes it slow.
    private static bool Decide(ReadOnlySpan<char> one, ReadOnlySpan<char> other, Func<char, char, bool> fits, bool isEitherRun)
    {
        var below = new bool[other.Length + 1];
        var row = new bool[other.Length + 1];
        for (var i = one.Length; i >= 0; i--)
        {
            for (var j = other.Length; j >= 0; j--)
            {
                var (isOne, isOther) = (i < one.Length, j < other.Length);
                row[j] = (!isOne && !isOther)
                    || (isOne && one[i] == Run && (below[j] || (isOther && row[j + 1])))
                    || (isEitherRun && isOther && other[j] == Run && (row[j + 1] || (isOne && below[j])))
                    || (isOne && isOther && one[i] != Run && fits(one[i], other[j]) && below[j + 1]);
            }

            (below, row) = (row, below);
        }

        return below[0];
    }

    private static bool MayBeSame(char one, char other) => one == One || other == One || IsSame(one, other);

    private static bool IsSame(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
