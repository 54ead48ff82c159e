using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>A metric that the guard writes of itself, by the minute.</summary>
internal static class OwnMetric
{
    public static Metric Of(GuardOptions options, string name, string statistic) => new(new MetricProps
    {
        Namespace = GuardSetting.MetricNamespace,
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { [GuardSetting.MetricDimension] = options.StackName },
        Statistic = statistic,
        Period = Duration.Minutes(1),
    });
}
