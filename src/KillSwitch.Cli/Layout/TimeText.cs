using System.Globalization;

namespace KillSwitch.Cli.Layout;

/// <summary>A moment, in UTC, as people and as programs read it.</summary>
internal static class TimeText
{
    /// <summary><c>2026-04-24 03:47</c></summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>2026-04-24T03:47:20Z</c></summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
