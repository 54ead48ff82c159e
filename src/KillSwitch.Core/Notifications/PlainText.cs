using System.Globalization;
using System.Text;

namespace KillSwitch.Core.Notifications;

/// <summary>
/// Names are chosen by callers: characters that steer a terminal, a message or a page, or show nothing, are made visible as <c>U+FFFD</c>.
/// </summary>
public static class PlainText
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var steers = IsBlank(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            plain.Append(steers ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return plain.ToString();
    }

    // Letters and signs that show nothing: a name made of them, or ending in them, passes for another.
    private static bool IsBlank(Rune rune) => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
