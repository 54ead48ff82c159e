using System.Globalization;
using System.Text;
using System.Text.Json;
using KillSwitch.Core.Settings;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda.Tests.Telemetry;

public sealed class MetricsLineTests : IDisposable
{
    private readonly MemoryStream _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_line_is_what_the_embedded_metric_format_asks_for()
    {
        var metrics = new MetricsLine("prod", hasDashboard: true)
            .Count(GuardMetric.Records, 34)
            .Count(GuardMetric.Damaged, 2)
            .Dollars(GuardMetric.Spend, 12.345678m)
            .Milliseconds(GuardMetric.DataLag, TimeSpan.FromSeconds(1.5));

        using var line = JsonDocument.Parse(Written(metrics));

        var root = line.RootElement;
        root.GetProperty("Stack").GetString().ShouldBe("prod");
        root.GetProperty("Records").GetInt64().ShouldBe(34);
        root.GetProperty("SpendUsd").GetDecimal().ShouldBe(12.345678m);
        root.GetProperty("DataLag").GetDecimal().ShouldBe(1500m);
        var aws = root.GetProperty("_aws");
        DateTimeOffset.FromUnixTimeMilliseconds(aws.GetProperty("Timestamp").GetInt64())
            .ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        aws.GetProperty("CloudWatchMetrics").GetRawText().ShouldBe(
            """[{"Namespace":"KillSwitch","Dimensions":[["Stack"]],"Metrics":[{"Name":"Damaged","Unit":"Count"},{"Name":"SpendUsd","Unit":"None"},{"Name":"DataLag","Unit":"Milliseconds"}]}]""");
    }

    [Fact]
    public void Without_a_dashboard_what_no_alarm_goes_by_stands_in_the_line_and_is_no_metric()
    {
        using var line = JsonDocument.Parse(
            Written(new MetricsLine("prod").Count(GuardMetric.Heartbeat, 1).Count(GuardMetric.MetricsRequested, 5)));

        line.RootElement.GetProperty("MetricsRequested").GetInt64().ShouldBe(5);
        line.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics").GetRawText()
            .ShouldBe("""[{"Name":"Heartbeat","Unit":"Count"}]""");
    }

    [Fact]
    public void A_line_without_a_metric_is_information_and_has_no_directive()
    {
        var figures = new MetricsLine("prod").Count(GuardMetric.Records, 34).Dollars(GuardMetric.Spend, 1.5m);

        Written(figures).ShouldBe("""{"Stack":"prod","Records":34,"SpendUsd":1.5}""" + "\n");
        _output.SetLength(0);
        Written(figures, LogLevel.Warn).ShouldBeEmpty();
    }

    [Fact]
    public void Every_metric_and_dimension_of_the_directive_stands_at_the_root()
    {
        using var line = JsonDocument.Parse(
            Written(new MetricsLine("prod", hasDashboard: true).Count(GuardMetric.Trouble, 1).Dollars(GuardMetric.Spend, 0m)));

        var directive = line.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
            line.RootElement.GetProperty(metric.GetProperty("Name").GetString()!).ValueKind.ShouldBe(JsonValueKind.Number);
        foreach (var dimension in directive.GetProperty("Dimensions")[0].EnumerateArray())
            line.RootElement.GetProperty(dimension.GetString()!).ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public void It_is_one_line() => Written(new MetricsLine("prod").Count("A", 1)).ShouldEndWith("}\n");

    [Fact]
    public void Without_a_metric_nothing_is_written() => Written(new MetricsLine("prod")).ShouldBeEmpty();

    [Fact]
    public void A_hundred_metrics_are_taken_and_one_more_is_not()
    {
        var metrics = new MetricsLine("prod");
        for (var i = 0; i < MetricsLine.MostMetrics; i++)
            metrics.Count("M" + i.ToString(CultureInfo.InvariantCulture), i);

        Should.Throw<InvalidOperationException>(() => metrics.Count("OneMore", 1));
    }

    [Theory]
    [InlineData("Records")]
    [InlineData("Stack")]
    [InlineData("_aws")]
    public void A_name_stands_once_in_a_line(string name) =>
        Should.Throw<ArgumentException>(() => new MetricsLine("prod").Count("Records", 1).Count(name, 2));

    [Fact]
    public void The_least_level_of_the_log_leaves_metrics_alone() =>
        Written(new MetricsLine("prod").Count(GuardMetric.Heartbeat, 1), LogLevel.Fatal).ShouldNotBeEmpty();

    private string Written(MetricsLine metrics, LogLevel least = LogLevel.Info)
    {
        new JsonLog(new OutputLines(_output), "watch", least, TimeProvider.System).Metrics(metrics);
        return Encoding.UTF8.GetString(_output.ToArray());
    }
}
