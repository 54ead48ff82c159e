namespace KillSwitch.Core.Access;

/// <summary>Holds two patterns against each other, row by row from their ends: none makes it slow.</summary>
internal static class PatternTable
{
    public static bool Fit(ReadOnlySpan<char> one, ReadOnlySpan<char> other, char run, bool isEitherRun, Func<char, char, bool> fits)
    {
        var below = new bool[other.Length + 1];
        var row = new bool[other.Length + 1];
        for (var i = one.Length; i >= 0; i--)
        {
            for (var j = other.Length; j >= 0; j--)
            {
                var (isOne, isOther) = (i < one.Length, j < other.Length);
                row[j] = (!isOne && !isOther)
                    || (isOne && one[i] == run && (below[j] || (isOther && row[j + 1])))
                    || (isEitherRun && isOther && other[j] == run && (row[j + 1] || (isOne && below[j])))
                    || (isOne && isOther && one[i] != run && fits(one[i], other[j]) && below[j + 1]);
            }

            (below, row) = (row, below);
        }

        return below[0];
    }
}
