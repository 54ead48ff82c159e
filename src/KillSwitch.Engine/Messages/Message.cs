namespace KillSwitch.Engine.Messages;

/// <summary>What a person is told, and the same for a program.</summary>
/// <param name="Subject">At most 100 printable ASCII characters, as SNS wants it.</param>
/// <param name="Text">Plain text, lines of a label and what it says.</param>
/// <param name="Json">The same as one JSON object.</param>
public sealed record Message(string Subject, string Text, string Json)
{
    private const int LongestSubject = 100;

    /// <summary>A subject within SNS's bounds: cut, and without anything but printable ASCII.</summary>
    internal static string SubjectOf(string text)
    {
        var plain = string.Create(Math.Min(text.Length, LongestSubject), text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
        });
        return plain.TrimStart();
    }
}
