using System.Globalization;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Report;

/// <summary>Text and numbers on their way into a page.</summary>
internal static class Html
{
    public static string Text(string text) => PlainText.Of(text)
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>A sentence: what stands between backticks is code.</summary>
    public static string Sentence(string text)
    {
        var parts = Text(text).Split('`');
        // The last backtick of an odd number opens nothing.
        return parts.Length % 2 == 0
            ? Marked(parts[..^1]) + '`' + parts[^1]
            : Marked(parts);

        static string Marked(string[] parts) =>
            string.Concat(parts.Select((part, index) => index % 2 == 0 ? part : $"<code>{part}</code>"));
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("ddd d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
}
