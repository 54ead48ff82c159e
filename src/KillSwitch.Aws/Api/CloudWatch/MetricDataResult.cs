using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class MetricDataResult
{
    public string? Id { get; set; }

    /// <summary>In UTC, newest first unless asked otherwise.</summary>
    public List<DateTime>? Timestamps { get; set; }

    /// <summary>One for each of the time stamps.</summary>
    public List<double>? Values { get; set; }

    public StatusCode? StatusCode { get; set; }

    internal static MetricDataResult Read(XElement from) => new()
    {
        Id = from.OptionalText(nameof(Id)),
        Timestamps = from.Members(nameof(Timestamps), value => QueryElement.Time(value.Value)),
        Values = from.Members(nameof(Values), value => QueryElement.Number(value.Value)),
        StatusCode = from.OptionalText(nameof(StatusCode)) is { } statusCode ? new StatusCode(statusCode) : null,
    };
}
