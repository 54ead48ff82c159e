using KillSwitch.Cli.Layout;

namespace KillSwitch.Cli.Help;

/// <summary>A verb's help on a terminal.</summary>
internal static class HelpText
{
    private const int WidestTerm = 26;
    private const int WidestText = 110;

    public static IEnumerable<Line> Lines(VerbPage page, int width)
    {
        width = Math.Min(width, WidestText);
        return
        [
            .. page.Summary.Split('\n').SelectMany(text => text.Length == 0 ? [Line.Blank] : Line.Wrap(text, width)),
            .. Section("Usage", [Line.Of($"  {page.Name} {page.Usage}")]),
            .. Section("Examples", page.Examples.Select(example => Line.Of("  " + example))),
            .. Section("Verbs", Terms(page.Verbs, width)),
            .. Section("Arguments", Terms(page.Arguments, width)),
            .. Section("Options", Terms(page.Options, width)),
            .. Section(page.Options.Count == 0 ? "Options" : "Options of every verb", Terms(page.Common, width)),
            .. Section("Exit codes", Terms(page.ExitCodes, width)),
            .. page.Verbs.Count == 0 ? (Line[])[] : [Line.Blank, Line.Of($"{page.Name} VERB --help says more.", Ink.Faint)],
        ];
    }

    private static IEnumerable<Line> Section(string title, IEnumerable<Line> lines)
    {
        var all = lines.ToList();
        return all.Count == 0 ? [] : [Line.Blank, Line.Of(title, Ink.Strong), .. all];
    }

    // A long term has a line of its own.
    private static IEnumerable<Line> Terms(IReadOnlyList<(string Term, string Text)> terms, int width)
    {
        var column = terms.Select(term => CellText.Width(term.Term)).Where(cells => cells <= WidestTerm).DefaultIfEmpty(WidestTerm)
            .Max() + 4;
        foreach (var (term, text) in terms)
        {
            var isLong = CellText.Width(term) + 4 > column;
            if (isLong)
                yield return Line.Of("  " + term);
            foreach (var line in Line.Wrap(text, width, first: isLong
                ? new string(' ', column)
                : CellText.PadRight("  " + term, column), further: new string(' ', column)))
            {
                yield return line;
            }
        }
    }
}
