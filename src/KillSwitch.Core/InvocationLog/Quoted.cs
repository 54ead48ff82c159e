using System.Text;

namespace KillSwitch.Core.InvocationLog;

/// <summary>Text from a log, made fit for one line of a message.</summary>
internal static class Quoted
{
    private const int Longest = 40;

    public static string Show(ReadOnlySpan<byte> text)
    {
        var shown = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(text[..Math.Min(text.Length, Longest)]).EnumerateRunes())
            shown.Append(Rune.IsControl(rune) || rune.Value is '`' or 0xFFFD ? "?" : rune.ToString());
        return text.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
