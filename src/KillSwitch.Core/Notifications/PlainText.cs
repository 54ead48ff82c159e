using System.Globalization;
using System.Text;

namespace KillSwitch.Core.Notifications;

/// <summary>Names are chosen by callers: characters that steer a terminal, a message or a page are made visible as <c>U+FFFD</c>.</summary>
public static class PlainText
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var steers = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            plain.Append(steers ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return plain.ToString();
    }
}
