using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class Notification
{
    /// <summary>ACTUAL or FORECASTED.</summary>
    public string? NotificationType { get; set; }

    public string? ComparisonOperator { get; set; }

    public double? Threshold { get; set; }

    /// <summary>PERCENTAGE or ABSOLUTE_VALUE.</summary>
    public string? ThresholdType { get; set; }

    internal static Notification Read(JsonElement from) => new()
    {
        NotificationType = from.OptionalText(nameof(NotificationType)),
        ComparisonOperator = from.OptionalText(nameof(ComparisonOperator)),
        Threshold = from.OptionalDouble(nameof(Threshold)),
        ThresholdType = from.OptionalText(nameof(ThresholdType)),
    };

    internal static void Write(Utf8JsonWriter to, Notification notification)
    {
        to.Add(nameof(NotificationType), notification.NotificationType)
            .Add(nameof(ComparisonOperator), notification.ComparisonOperator)
            .Add(nameof(ThresholdType), notification.ThresholdType);
        if (notification.Threshold is { } threshold)
            to.WriteNumber(nameof(Threshold), threshold);
    }
}
