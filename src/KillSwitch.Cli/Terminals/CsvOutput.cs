using System.Globalization;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.Terminals;

/// <summary>
/// Rows as RFC 4180 says: commas, CRLF, quotes where they are needed. Numbers have no thousands separators, a null is an empty cell.
/// Text may be a caller's own: none steers a terminal, and none begins as a formula does.
/// </summary>
internal static class CsvOutput
{
    // What spreadsheets take for a formula; their wide forms, too.
    private const string Formula = "=+-@＝＋－＠";

    public static void Write(Terminal terminal, IEnumerable<IEnumerable<object?>> rows)
    {
        foreach (var row in rows)
            terminal.StandardOutput.Write(Line(row));
    }

    /// <summary>One row with its end of line.</summary>
    public static string Line(IEnumerable<object?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(object? value) => value switch
    {
        null => "",
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        string text => Quoted(Harmless(PlainText.Of(text))),
        _ => throw new ArgumentException($"a cell is text, a long or a decimal, not `{value.GetType().Name}`", nameof(value)),
    };

    private static string Harmless(string text) =>
        text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    // Where the list separator is a semicolon, a spreadsheet splits there.
    private static string Quoted(string text) => text.AsSpan().ContainsAny(",;\"\r\n") || text != text.Trim()
        ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'
        : text;
}
