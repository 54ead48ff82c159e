namespace KillSwitch.Core.InvocationLog;

/// <summary>The line that Bedrock writes into a log group when logging to it is turned on. It is no record, and no damage.</summary>
public static class PermissionCheck
{
    private static ReadOnlySpan<byte> Line => "Permissions are correctly set for Amazon Bedrock logs"u8;

    /// <summary>Whether a message starts with it.</summary>
    public static bool Is(ReadOnlySpan<byte> message) => message.StartsWith(Line);

    /// <summary>Whether a line of an export ends with it, after a date and the stream's name.</summary>
    public static bool Ends(ReadOnlySpan<byte> line) => line.TrimEnd((byte)'.').EndsWith(Line);
}
