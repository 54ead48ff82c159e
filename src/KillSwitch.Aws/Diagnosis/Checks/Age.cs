using System.Globalization;

namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>How long ago, as people say it.</summary>
internal static class Age
{
    /// <summary><c>12 s</c>, <c>7 min</c>, <c>5 h</c>, <c>3 days</c></summary>
    public static string Of(TimeSpan span) => span switch
    {
        _ when span < TimeSpan.FromMinutes(2) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0} s"),
        _ when span < TimeSpan.FromHours(2) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ when span < TimeSpan.FromDays(2) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };
}
