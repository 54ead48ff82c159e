using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class TimePeriod
{
    public DateTime? Start { get; set; }

    public DateTime? End { get; set; }

    internal static TimePeriod Read(JsonElement from) => new()
    {
        Start = from.OptionalTime(nameof(Start)),
        End = from.OptionalTime(nameof(End)),
    };
}
