namespace KillSwitch.Core.InvocationLog;

/// <summary>The line that Bedrock writes into a log group when logging to it is turned on. It is no record, and no damage.</summary>
public static class PermissionCheck
{
    private static ReadOnlySpan<byte> Line => "Permissions are correctly set for Amazon Bedrock logs"u8;

    /// <summary>Whether a message starts with it.</summary>
    public static bool Is(ReadOnlySpan<byte> message) => message.StartsWith(Line);

    /// <summary>Whether a line of an export holds it and no record: after a date and a stream's name, among the cells of a row.</summary>
    public static bool IsIn(ReadOnlySpan<byte> line) => line.IndexOf(Line) >= 0 && !line.Contains((byte)'{');

    /// <summary>What follows it in a text that starts with it.</summary>
    public static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text) => text[Line.Length..].TrimStart((byte)'.');
}
