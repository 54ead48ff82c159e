using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class Metric
{
    public string? Namespace { get; set; }

    public string? MetricName { get; set; }

    public List<Dimension>? Dimensions { get; set; }

    internal static Metric Read(XElement from) => new()
    {
        Namespace = from.OptionalText(nameof(Namespace)),
        MetricName = from.OptionalText(nameof(MetricName)),
        Dimensions = from.Members(nameof(Dimensions), Dimension.Read),
    };

    internal static void Write(QueryParameters to, Metric metric) =>
        to.Add(nameof(Namespace), metric.Namespace)
            .Add(nameof(MetricName), metric.MetricName)
            .AddList(nameof(Dimensions), metric.Dimensions, Dimension.Write);
}
