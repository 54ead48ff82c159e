namespace KillSwitch.Core.Wording;

/// <summary>How far a word is from another.</summary>
public static class Spelling
{
    /// <summary>
    /// Damerau's and Levenshtein's distance (optimal string alignment), letter case aside: a letter more, less or another, or two neighbors
    /// in the wrong order, is a step.
    /// </summary>
    public static int Distance(string left, string right)
    {
        int[] before = [], previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (IsSame(i, j) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous) = (previous, current);
        }

        return previous[right.Length];

        bool IsSame(int i, int j) => char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
    }
}
