using System.Xml.Linq;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>Reads the query protocol's XML, whose namespace is the API's version and says nothing.</summary>
internal static class Xml
{
    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static string? Text(this XElement element, string name) => element.Child(name)?.Value;

    public static bool? Flag(this XElement element, string name) => element.Text(name) is { } text ? text == "true" : null;

    /// <summary>The members of a list; empty when it is missing.</summary>
    public static IEnumerable<XElement> Members(this XElement element, string name) =>
        element.Child(name)?.Elements().Where(child => child.Name.LocalName == "member") ?? [];
}
