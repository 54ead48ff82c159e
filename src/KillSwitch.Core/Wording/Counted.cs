using System.Globalization;

namespace KillSwitch.Core.Wording;

/// <summary>How many of something: <c>1 call</c>, <c>1,204 calls</c>.</summary>
public static class Counted
{
    /// <param name="number">How many.</param>
    /// <param name="one">The word for one of it, whose plural ends in s.</param>
    public static string Of(long number, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,##0} {one}{(number == 1 ? "" : "s")}");
}
