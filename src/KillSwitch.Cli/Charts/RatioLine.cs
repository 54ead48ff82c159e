namespace KillSwitch.Cli.Charts;

/// <summary>A share over time in one line: from none to all, a character a step; in tenths where the terminal has no blocks.</summary>
internal static class RatioLine
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <param name="steps">Part and whole of each step; a step without a whole is blank.</param>
    /// <param name="width">Characters at most: more steps are drawn together.</param>
    /// <param name="unicode">What the terminal shows.</param>
    public static string Of(IReadOnlyList<(long Part, long Whole)> steps, int width, bool unicode)
    {
        var columns = Math.Min(width, steps.Count);
        return string.Create(columns, (steps, unicode), static (line, from) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                var (part, whole) = (0L, 0L);
                for (var step = i * from.steps.Count / line.Length; step < (i + 1) * from.steps.Count / line.Length; step++)
                    (part, whole) = (part + from.steps[step].Part, whole + from.steps[step].Whole);
                line[i] = Step(part, whole, from.unicode);
            }
        });
    }

    private static char Step(long part, long whole, bool unicode)
    {
        if (whole == 0)
            return ' ';
        var ratio = (decimal)part / whole;
        return unicode ? Blocks[(int)Math.Clamp(Math.Ceiling(ratio * 8) - 1, 0, 7)] : (char)('0' + (int)Math.Min(9, ratio * 10));
    }
}
