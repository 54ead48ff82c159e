using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class Dimension
{
    public string? Name { get; set; }

    public string? Value { get; set; }

    internal static Dimension Read(XElement from) => new()
    {
        Name = from.OptionalText(nameof(Name)),
        Value = from.OptionalText(nameof(Value)),
    };

    internal static void Write(QueryParameters to, Dimension dimension) =>
        to.Add(nameof(Name), dimension.Name)
            .Add(nameof(Value), dimension.Value);
}
