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
        var content = line[start..].TrimEnd(" \t\r\n"u8);
        if (!IsDated(content))
            return content;
        var record = content[..Math.Min(content.Length, LongestPrefix)].IndexOf((byte)'{');
        if (record < 0)
            return content;
        start += record;
        return content[record..];
    }

    /// <summary>Whether a line that ends in the middle of a value is the start of a document that goes on, rather than a record cut off.</summary>
    /// <param name="line">The line's content.</param>
    /// <param name="isForeign">The line shows no field of a record.</param>
    /// <param name="next">The next line's first byte.</param>
    public static bool StartsDocument(ReadOnlySpan<byte> line, bool isForeign, byte next) =>
        next != 0
        && (line[0] == '[' || (line[^1] is (byte)'{' or (byte)'[' or (byte)',' or (byte)':' && (isForeign || next == '"')));

    /// <summary>Where in a line that starts with something else a record may start, after what a tool writes before it; -1 when nowhere.</summary>
    public static int RecordIn(ReadOnlySpan<byte> line) => line[..Math.Min(line.Length, LongestPrefix)].IndexOf("{\""u8);

    public static bool StartsValue(ReadOnlySpan<byte> text) => text is [(byte)'{' or (byte)'[', ..];
}
