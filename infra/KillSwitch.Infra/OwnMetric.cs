using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>A metric that the guard writes of itself, by the minute or by several.</summary>
internal static class OwnMetric
{
    /// <param name="sensor">The region of the sensor that writes it; null for home.</param>
    public static Metric Of(GuardOptions options, string name, string statistic, int minutes = 1, string? sensor = null) =>
        new(new MetricProps
        {
            Namespace = GuardSetting.MetricNamespace,
            MetricName = name,
            DimensionsMap = new Dictionary<string, string> { [GuardSetting.MetricDimension] = options.StackName },
            Statistic = statistic,
            Period = Duration.Minutes(minutes),
            Region = sensor,
            Label = sensor,
        });
}
