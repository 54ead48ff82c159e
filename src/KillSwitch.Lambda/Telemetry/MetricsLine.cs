using System.Buffers;
using System.Text.Json;
using KillSwitch.Core.Settings;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>
/// Figures of one moment: one log line, from which CloudWatch itself takes those that are metrics, by its embedded metric format. Namespace
/// and dimension are the guard's. <see cref="JsonLog.Metrics"/> writes it.
/// </summary>
/// <param name="stack">The stack's name, the one dimension.</param>
/// <param name="hasDashboard">Whether what a dashboard draws is a metric, too; else it only stands in the line.</param>
internal sealed class MetricsLine(string stack, bool hasDashboard = false)
{
    /// <summary>The format's own bound on a line.</summary>
    public const int MostMetrics = 100;

    private readonly List<(string Name, MetricUnit Unit, decimal Value)> _metrics = [];

    /// <summary>A name stands once in a line.</summary>
    public MetricsLine Add(string name, MetricUnit unit, decimal value)
    {
        if (_metrics.Count == MostMetrics)
            throw new InvalidOperationException($"a line of metrics holds {MostMetrics}; `{name}` is one more");
        if (name == GuardSetting.MetricDimension || name == "_aws" || _metrics.Exists(metric => metric.Name == name))
            throw new ArgumentException($"`{name}` stands in the line already", nameof(name));
        _metrics.Add((name, unit, value));
        return this;
    }

    public MetricsLine Count(string name, long value) => Add(name, MetricUnit.Count, value);

    /// <summary>Whether there is a metric in it.</summary>
    public bool HasMetrics => _metrics.Exists(IsMetric);

    /// <summary>Left out when there is none: a metric is paid for by each hour in which it is written.</summary>
    public MetricsLine CountAny(string name, long value) => value == 0 ? this : Count(name, value);

    public MetricsLine Dollars(string name, decimal value) => Add(name, MetricUnit.None, value);

    public MetricsLine Milliseconds(string name, TimeSpan value) =>
        Add(name, MetricUnit.Milliseconds, (decimal)value.Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>The line without its end; null when nothing was added.</summary>
    internal ArrayBufferWriter<byte>? ToJson(DateTimeOffset time)
    {
        if (_metrics.Count == 0)
            return null;
        var line = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(line);
        json.WriteStartObject();
        if (HasMetrics)
        {
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", time.ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            WriteDirective(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteString(GuardSetting.MetricDimension, stack);
        foreach (var (name, _, value) in _metrics)
            json.WriteNumber(name, value);
        json.WriteEndObject();
        json.Flush();
        return line;
    }

    private bool IsMetric((string Name, MetricUnit Unit, decimal Value) one) => GuardMetric.IsGiven(one.Name, hasDashboard);

    private void WriteDirective(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Namespace", GuardSetting.MetricNamespace);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(GuardSetting.MetricDimension);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (name, unit, _) in _metrics.Where(IsMetric))
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteString("Unit", Word(unit));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(MetricUnit unit) => unit switch
    {
        MetricUnit.Count => "Count",
        MetricUnit.Milliseconds => "Milliseconds",
        _ => "None",
    };
}
