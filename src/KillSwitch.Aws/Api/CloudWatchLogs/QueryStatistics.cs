using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class QueryStatistics
{
    public double? RecordsMatched { get; set; }

    public double? RecordsScanned { get; set; }

    public double? BytesScanned { get; set; }

    internal static QueryStatistics Read(JsonElement from) => new()
    {
        RecordsMatched = from.OptionalDouble("recordsMatched"),
        RecordsScanned = from.OptionalDouble("recordsScanned"),
        BytesScanned = from.OptionalDouble("bytesScanned"),
    };
}
