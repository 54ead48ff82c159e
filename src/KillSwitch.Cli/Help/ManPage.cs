using System.Globalization;
using System.Text;

namespace KillSwitch.Cli.Help;

/// <summary>A verb's manual page, in the man macros of roff.</summary>
internal static class ManPage
{
    public static string Of(VerbPage page, string version)
    {
        var roff = new StringBuilder();
        var name = page.Name.Replace(' ', '-');
        roff.Append(CultureInfo.InvariantCulture,
            $".TH \"{Escaped(name.ToUpperInvariant())}\" \"1\" \"\" \"{Escaped("killswitch " + version)}\" \"Kill switch for Amazon "
            + $"Bedrock\"\n");
        roff.Append(".SH NAME\n").Append(Escaped(name)).Append(" \\- ").Append(Escaped(Lower(FirstSentence(page.Summary)))).Append('\n');
        roff.Append(".SH SYNOPSIS\n.B ").Append(Escaped(page.Name)).Append('\n').Append(Escaped(page.Usage)).Append('\n');
        roff.Append(".SH DESCRIPTION\n").Append(Text(page.Summary)).Append('\n');
        Terms("VERBS", page.Verbs);
        Terms("ARGUMENTS", page.Arguments);
        Terms("OPTIONS", [.. page.Options, .. page.Common]);
        Terms("EXIT STATUS", page.ExitCodes);
        if (page.Examples.Count > 0)
        {
            roff.Append(".SH EXAMPLES\n.nf\n");
            foreach (var example in page.Examples)
                roff.Append(Text(example)).Append('\n');
            roff.Append(".fi\n");
        }

        if (page.Verbs.Count > 0)
        {
            roff.Append(".SH SEE ALSO\n")
                .Append(string.Join(", ", page.Verbs.Select(verb => $"\\fB{Escaped(name)}\\-{Escaped(verb.Term.Split(' ')[0])}\\fR(1)")))
                .Append('\n');
        }

        return roff.ToString();

        void Terms(string title, IReadOnlyList<(string Term, string Text)> terms)
        {
            if (terms.Count == 0)
                return;
            roff.Append(CultureInfo.InvariantCulture, $".SH {title}\n");
            foreach (var (term, text) in terms)
                roff.Append(CultureInfo.InvariantCulture, $".TP\n.B {Escaped(term)}\n{Text(text)}\n");
        }
    }

    // A line that begins with a dot or a quote would be a request.
    private static string Text(string text) => string.Join('\n', text.Split('\n').Select(line => line switch
    {
        "" => ".PP",
        ['.' or '\'', ..] => "\\&" + Escaped(line),
        _ => Escaped(line),
    }));

    private static string Escaped(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("`", "\\`", StringComparison.Ordinal).Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("\"", "\\(dq", StringComparison.Ordinal)
        .Replace("…", "...", StringComparison.Ordinal).Replace("↑", "up ", StringComparison.Ordinal)
            .Replace("↓", "down ", StringComparison.Ordinal);

    private static string FirstSentence(string text) => text.Split(". ")[0].TrimEnd('.');

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
