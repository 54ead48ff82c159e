using System.Text;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Messages;

/// <summary>
/// Words from outside in a chat's markdown. Slack and Teams escape differently and AWS renders for either, so that what would format, link
/// or mention becomes a character that looks like it and does not.
/// </summary>
internal static class ChatText
{
    private const int LongestCode = 120;

    /// <summary>A name or a command between back-ticks; nothing in it formats, links or mentions.</summary>
    public static string Code(string text) => $"`{Unsteered(SafeText.Cut(PlainText.Of(text), LongestCode)).Replace('`', '\'')}`";

    /// <summary>A command between back-ticks, whole.</summary>
    public static string Command(string command) => $"`{Unsteered(PlainText.Of(command)).Replace('`', '\'')}`";

    /// <summary>A sentence that names from outside stand in.</summary>
    public static string Sentence(string text)
    {
        var plain = Unsteered(PlainText.Of(text));
        var escaped = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            escaped.Append(plain[i] switch
            {
                '*' => '\u2217',
                '~' => '\u223c',
                '`' => '\'',
                '[' => '\uff3b',
                ']' => '\uff3d',
                // Within a word it formats nothing, and names are full of it.
                '_' when !IsWithinWord(plain, i) => '\uff3f',
                var other => other,
            });
        }

        return escaped.ToString();
    }

    private static string Unsteered(string text) =>
        text.Replace('<', '\u2039').Replace('>', '\u203a').Replace("://", ":\u2044\u2044", StringComparison.Ordinal);

    private static bool IsWithinWord(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]);
}
