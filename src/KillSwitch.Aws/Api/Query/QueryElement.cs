using System.Globalization;
using System.Xml.Linq;

namespace KillSwitch.Aws.Api.Query;

/// <summary>Members of an answer by name, whatever the namespace; a required one that is missing is an error.</summary>
internal static class QueryElement
{
    public static XElement? Child(this XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static XElement Required(this XElement parent, string name) =>
        parent.Child(name) ?? throw new FormatException($"`{parent.Name.LocalName}` has no `{name}`");

    public static string Text(this XElement parent, string name) => parent.Required(name).Value;

    public static string? OptionalText(this XElement parent, string name) => parent.Child(name)?.Value;

    public static int? OptionalInt(this XElement parent, string name) =>
        parent.OptionalText(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public static double? OptionalDouble(this XElement parent, string name) =>
        parent.OptionalText(name) is { } text ? Number(text) : null;

    public static bool? OptionalBool(this XElement parent, string name) =>
        parent.OptionalText(name) is { } text ? bool.Parse(text) : null;

    public static DateTime? OptionalTime(this XElement parent, string name) => parent.OptionalText(name) is { } text ? Time(text) : null;

    public static T? Optional<T>(this XElement parent, string name, Func<XElement, T> read)
        where T : class => parent.Child(name) is { } child ? read(child) : null;

    public static List<T>? Members<T>(this XElement parent, string name, Func<XElement, T> read) =>
        parent.Child(name)?.Elements().Where(e => e.Name.LocalName == "member").Select(read).ToList();

    /// <summary>In UTC, as the SDK has it.</summary>
    public static DateTime Time(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
