using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>What the deployed template costs by being there, and how large its functions are.</summary>
/// <param name="Alarms">Metrics in alarms.</param>
/// <param name="Dashboards">Dashboards.</param>
/// <param name="Memory">Of each function by its handler, in GB.</param>
internal sealed record StandingCosts(int Alarms, int Dashboards, IReadOnlyDictionary<string, decimal> Memory)
{
    public static StandingCosts Read() => Read(Path.Combine(Repository.Root, "cdk.out", "KillSwitch.template.json"));

    /// <param name="template">The path of a file.</param>
    public static StandingCosts Read(string template)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(template));
        var resources = json.RootElement.GetProperty("Resources").EnumerateObject().Select(resource => resource.Value)
            .ToLookup(resource => resource.GetProperty("Type").GetString()!);
        return new StandingCosts(
            resources["AWS::CloudWatch::Alarm"]
                .Sum(alarm => alarm.GetProperty("Properties").TryGetProperty("Metrics", out var metrics) ? metrics.GetArrayLength() : 1),
            resources["AWS::CloudWatch::Dashboard"].Count(),
            resources["AWS::Lambda::Function"].Select(function => function.GetProperty("Properties"))
                .ToDictionary(function =>
                    function.GetProperty("Handler").GetString()!, function => function.GetProperty("MemorySize").GetDecimal() / 1_024));
    }

    public Bill Bill(PriceTable prices, int customMetrics) => new Bill()
        .Add("alarms", prices.Of("alarms", Alarms))
        .Add("dashboard", prices.Of("dashboards", Dashboards))
        .Add("custom metrics", prices.Of("customMetrics", customMetrics));
}
