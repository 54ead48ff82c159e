using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>A moment that a person names: a date, a time, or a length of time back from a moment that is known later.</summary>
internal sealed record SinceMoment(DateTimeOffset? At, TimeSpan Back)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>What is allowed, to end an error with.</summary>
    public const string Allowed = "`90m`, `24h`, `7d`, up to `400d`, a date such as `2026-11-25`, or a time such as `2026-11-25T03:00:00Z`";

    public static SinceMoment? Parse(string text)
    {
        if (SinceOption.TryParse(text, Longest, out var back))
            return new SinceMoment(null, back);
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.Length >= 10 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var at)
            ? new SinceMoment(at, default)
            : null;
    }

    public DateTimeOffset Before(DateTimeOffset end) => At ?? end - Back;
}
