using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>One line of a log file.</summary>
internal static class LogLine
{
    private const int LongestPrefix = 1024;

    /// <summary>Starts with a date, as a line of a CloudWatch Logs export or of <c>aws logs tail</c> does.</summary>
    public static bool IsDated(ReadOnlySpan<byte> line) =>
        line.Length >= 5 && !line[..4].ContainsAnyExceptInRange((byte)'0', (byte)'9') && line[4] == '-';

    /// <summary>
    /// The line without white space, and without the date and stream name before its record; <paramref name="start"/> is where
    /// it starts in the line.
    /// </summary>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> line, out int start)
    {
        start = PlainJson.SkipSpace(line, 0);
        var content = line[start..].TrimEnd(" \t\r\n\0"u8);
        if (!IsDated(WithoutColour(content)))
            return content;
        var record = content[..Math.Min(content.Length, LongestPrefix)].IndexOf((byte)'{');
        if (record < 0)
            return content;
        start += record;
        return content[record..];
    }

    /// <summary>A date and a stream's name over a record or text that follows, as <c>aws logs tail --format json</c> writes them.</summary>
    public static bool IsHeading(ReadOnlySpan<byte> content) => IsDated(WithoutColour(content)) && content.Count((byte)' ') == 1;

    /// <summary>
    /// What follows a value on its line, without what tools write between values or after them: commas, cells of a row, Bedrock's own line.
    /// </summary>
    public static ReadOnlySpan<byte> After(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var text = rest.TrimStart(" \t\r\n\uFEFF"u8);
            if (text is [(byte)',', ..])
                rest = text[1..];
            else if (PermissionCheck.Is(text))
                rest = PermissionCheck.After(text);
            else if (rest[0] == (byte)'\t' && EndOfCells(text) is var end and > 0)
                rest = text[end..];
            else
                return text;
        }

        return rest;
    }

    /// <summary>What AWS's command line writes around rows as text: a line that holds no record, and none that is damaged.</summary>
    public static bool IsAside(ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)'{') || content.StartsWith("RESULTS\t@message\t"u8))
            return false;
        return content.StartsWith("SEARCHEDLOGSTREAMS\t"u8) || content.StartsWith("STATISTICS\t"u8) || content.StartsWith("RESULTS\t"u8)
            || (content.StartsWith("b/"u8) && content.IndexOf("\tf/"u8) >= 0) || content.SequenceEqual("Complete"u8)
                || content.SequenceEqual("None"u8)
            || content.SequenceEqual(","u8);
    }

    /// <summary>Whether a text that is named nowhere as a log starts as one does.</summary>
    public static bool MayStart(ReadOnlySpan<byte> text) =>
        text is [(byte)'{' or (byte)'[', ..] or [(byte)'"', (byte)'{', ..] || IsDated(WithoutColour(text)) || IsAside(text)
        || text.StartsWith("EVENTS\t"u8) || PermissionCheck.Is(text);

    /// <summary>Whether a line ends in cells of numbers and names, up to the next value; -1 when it is damage.</summary>
    private static int EndOfCells(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'{');
        end = end < 0 ? text.Length : end;
        return text[..end].IndexOfAny("}[]\""u8) < 0 ? end : -1;
    }

    /// <summary>Without the colour that a terminal's text starts with.</summary>
    private static ReadOnlySpan<byte> WithoutColour(ReadOnlySpan<byte> text) =>
        text is [0x1B, (byte)'[', .. var colour] && colour.IndexOf((byte)'m') is var end and >= 0 ? colour[(end + 1)..] : text;

    /// <summary>
    /// Whether a line that ends in the middle of a value is the start of a document that goes on, rather than a record cut off.
    /// </summary>
    /// <param name="line">The line's content.</param>
    /// <param name="isForeign">The line shows no field of a record.</param>
    /// <param name="next">The next line's first byte.</param>
    public static bool StartsDocument(ReadOnlySpan<byte> line, bool isForeign, byte next) =>
        next != 0
        && (line[0] == '[' || (line[^1] is (byte)'{' or (byte)'[' or (byte)',' or (byte)':' && (isForeign || next == '"')));

    /// <summary>
    /// Where in a line that starts with something else a record may start, after what a tool writes before it; -1 when nowhere.
    /// </summary>
    public static int RecordIn(ReadOnlySpan<byte> line) => line[..Math.Min(line.Length, LongestPrefix)].IndexOf("{\""u8);

    public static bool StartsValue(ReadOnlySpan<byte> text) => text is [(byte)'{' or (byte)'[', ..];
}
