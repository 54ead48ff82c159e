using System.Globalization;

namespace KillSwitch.Core.Wording;

/// <summary>Names in a sentence.</summary>
public static class Listing
{
    /// <summary>At most so many of them, and how many more there are: <c>a, b and 3 more</c>.</summary>
    public static string Of(IReadOnlyCollection<string> names, int most, string separator = ", ") => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(separator, names.Take(most))}{(names.Count > most ? $" and {names.Count - most} more" : "")}");
}
