using System.Text.RegularExpressions;
using KillSwitch.Cli.Layout;

namespace KillSwitch.Cli.Help;

/// <summary>A verb's help on a terminal.</summary>
internal static partial class HelpText
{
    private const int WidestTerm = 26;
    private const int WidestText = 110;
    private const string OnBelow = " \\";

    public static IEnumerable<Line> Lines(VerbPage page, int width)
    {
        width = Math.Min(width, WidestText);
        return
        [
            .. page.Summary.Split('\n').SelectMany(text => text.Length == 0 ? [Line.Blank] : Line.Wrap(text, width)),
            .. Section("Usage", [Line.Of($"  {page.Name} {page.Usage}")]),
            .. Section("Examples", page.Examples.SelectMany(example => Typed(example, width))),
            .. Section("Verbs", Terms(page.Verbs, width)),
            .. Section("Arguments", Terms(page.Arguments, width)),
            .. Section("Options", Terms(page.Options, width)),
            .. Section(page.Options.Count == 0 ? "Options" : "Options of every verb", Terms(page.Common, width)),
            .. Section("Exit codes", Terms(page.ExitCodes, width)),
            .. page.Verbs.Count == 0 ? (Line[])[] : [Line.Blank, Line.Of($"{page.Name} VERB --help says more.", Ink.Faint)],
        ];
    }

    // A command that goes on below does so as a shell takes it, never within what is quoted; a remark is text.
    private static IEnumerable<Line> Typed(string example, int width)
    {
        const string lead = "  ";
        if (CellText.Width(example) + lead.Length <= width)
            return [Line.Of(lead + example)];
        return example.StartsWith('#')
            ? Line.Wrap(example, width, first: lead, further: lead + "# ")
            : Continued(ShellWords().Matches(example).Select(word => word.Value), width - lead.Length - OnBelow.Length)
                .Select(line => Line.Of(lead + line));
    }

    private static IEnumerable<string> Continued(IEnumerable<string> words, int width)
    {
        var line = "";
        foreach (var word in words)
        {
            if (line.Length > 0 && CellText.Width(line) + 1 + CellText.Width(word) > width)
            {
                yield return line + OnBelow;
                line = "  ";
            }

            line += line.Trim().Length == 0 ? word : " " + word;
        }

        yield return line;
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

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^ "'])+""", RegexOptions.CultureInvariant)]
    private static partial Regex ShellWords();
}
