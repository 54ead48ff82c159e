namespace KillSwitch.Infra.Templates;

/// <summary>Several sequences as one that holds each of them: which of its items stand in which.</summary>
/// <typeparam name="T">Of an item.</typeparam>
internal static class Alignment<T>
{
    /// <param name="sequences">In any number; the longest first finds the shortest whole.</param>
    /// <param name="isSame">Whether two items are one.</param>
    /// <returns>By its items, in order: for each sequence the item's index in it; null where it lacks the item.</returns>
    public static List<int?[]> Of(IReadOnlyList<IReadOnlyList<T>> sequences, Func<T, T, bool> isSame)
    {
        List<(T Item, int?[] Where)> whole = [];
        for (var number = 0; number < sequences.Count; number++)
        {
            var next = sequences[number];
            List<(T Item, int?[] Where)> grown = [];
            var (i, j) = (0, 0);
            foreach (var (inWhole, inNext) in Common([.. whole.Select(one => one.Item)], next, isSame))
            {
                while (i < inWhole)
                    grown.Add(whole[i++]);
                while (j < inNext)
                    grown.Add(New(next[j], number, j++));
                var (item, where) = whole[i++];
                where[number] = j++;
                grown.Add((item, where));
            }

            while (i < whole.Count)
                grown.Add(whole[i++]);
            while (j < next.Count)
                grown.Add(New(next[j], number, j++));
            whole = grown;
        }

        return [.. whole.Select(one => one.Where)];

        (T Item, int?[] Where) New(T item, int sequence, int index)
        {
            var where = new int?[sequences.Count];
            where[sequence] = index;
            return (item, where);
        }
    }

    // The longest common subsequence, by the ends that are alike and a table of what is between.
    private static List<(int Left, int Right)> Common(IReadOnlyList<T> left, IReadOnlyList<T> right, Func<T, T, bool> isSame)
    {
        var start = 0;
        while (start < left.Count && start < right.Count && isSame(left[start], right[start]))
            start++;
        var (leftEnd, rightEnd) = (left.Count, right.Count);
        while (leftEnd > start && rightEnd > start && isSame(left[leftEnd - 1], right[rightEnd - 1]))
            (leftEnd, rightEnd) = (leftEnd - 1, rightEnd - 1);

        var (rows, columns) = (leftEnd - start, rightEnd - start);
        var longest = Enumerable.Range(0, rows + 1).Select(_ => new int[columns + 1]).ToArray();
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                longest[i][j] = isSame(left[start + i], right[start + j])
                    ? longest[i + 1][j + 1] + 1
                    : Math.Max(longest[i + 1][j], longest[i][j + 1]);
            }
        }

        List<(int Left, int Right)> common = [.. Enumerable.Range(0, start).Select(i => (i, i))];
        for (var (i, j) = (0, 0); i < rows && j < columns;)
        {
            if (isSame(left[start + i], right[start + j]))
                common.Add((start + i++, start + j++));
            else if (longest[i + 1][j] >= longest[i][j + 1])
                i++;
            else
                j++;
        }

        common.AddRange(Enumerable.Range(0, left.Count - leftEnd).Select(i => (leftEnd + i, rightEnd + i)));
        return common;
    }
}
