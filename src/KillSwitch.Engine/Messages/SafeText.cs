using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Messages;

/// <summary>Words from outside, as they may stand in a message: nothing in them can begin a line or end one.</summary>
internal static class SafeText
{
    /// <summary>Shorter than a line, so that a name is never broken in two.</summary>
    private const int LongestName = 60;

    private const char NoBreakSpace = '\u00a0';

    /// <summary>
    /// A name in one piece: cut in its middle where it is long, its spaces no place to break at. The whole of it is in the JSON.
    /// </summary>
    public static string Name(string name) => Cut(PlainText.Of(name), LongestName).Replace(' ', NoBreakSpace);

    /// <summary>At most so many characters, the middle left out.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        const string gap = "...";
        var (head, tail) = ((most - gap.Length + 1) / 2, (most - gap.Length) / 2);
        // Half of a surrogate pair is no character.
        if (char.IsHighSurrogate(text[head - 1]))
            head--;
        if (char.IsLowSurrogate(text[^tail]))
            tail--;
        return text[..head] + gap + text[^tail..];
    }
}
