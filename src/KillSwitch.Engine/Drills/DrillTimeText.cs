using System.Globalization;

namespace KillSwitch.Engine.Drills;

/// <summary>How long something took, as people read it: <c>3.2 s</c>.</summary>
internal static class DrillTimeText
{
    public static string Of(TimeSpan time) => time.TotalSeconds >= 60 && time.TotalSeconds % 60 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    /// <summary>Clocks differ: nothing took less than no time.</summary>
    public static TimeSpan AtLeastZero(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
