using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>The study's results: <c>artifacts/bench/cost.json</c>, and the same as tables.</summary>
internal sealed class CostReport : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly Utf8JsonWriter _json;

    public CostReport()
    {
        _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
    }

    public void Use(string name, UseOfAws use)
    {
        _json.WriteStartObject("use of " + name);
        _json.WriteNumber("runs", use.Runs);
        _json.WriteNumber("records", use.Records);
        _json.WriteNumber("processorMillisecondsARun", Round(use.ProcessorTime.TotalMilliseconds / use.Runs));
        _json.WriteNumber("billedMillisecondsARun", decimal.Round(use.BilledSeconds(0.5m) * 1_000 / use.Runs, 1));
        _json.WriteNumber("writeUnits", use.Writes);
        _json.WriteNumber("readUnits", use.Reads);
        _json.WriteNumber("metricsRead", use.MetricsRead);
        _json.WriteNumber("lambdaRequests", use.LambdaRequests);
        _json.WriteNumber("logBytes", use.LogBytes);
        _json.WriteStartObject("operations");
        foreach (var (operation, count) in use.Operations)
            _json.WriteNumber(operation, count);
        _json.WriteEndObject();
        _json.WriteStartArray("customMetrics");
        foreach (var metric in use.Metrics)
            _json.WriteStringValue(metric);
        _json.WriteEndArray();
        _json.WriteEndObject();
        Line($"{name}: {use.Runs} runs, {use.Records} records, {use.ProcessorTime.TotalMilliseconds / use.Runs:0.0} ms of processor and "
            + $"{use.BilledSeconds(0.5m) * 1_000 / use.Runs:0} ms billed a run, {use.Writes} write and {use.Reads} read units, "
            + $"{string.Join(", ", use.Operations.Select(one => $"{one.Value} {one.Key}"))}");
    }

    public void Bill(string name, Bill bill, decimal? guarded = null)
    {
        _json.WriteStartObject(name);
        foreach (var (part, usd) in bill.Parts)
            _json.WriteNumber(part, decimal.Round(usd, 6));
        _json.WriteNumber("total", decimal.Round(bill.Total, 6));
        if (guarded is { } spend)
        {
            _json.WriteNumber("guardedUsd", decimal.Round(spend, 2));
            _json.WriteNumber("percentOfGuarded", decimal.Round(100 * bill.Total / spend, 4));
        }

        _json.WriteEndObject();
        Line($"{name}: ${bill.Total:0.000}{(guarded is { } all ? $" for ${all:#,0} guarded, {100 * bill.Total / all:0.0000} %" : "")}  "
            + $"({string.Join(", ", bill.Parts.Select(part => $"{part.Key} {part.Value:0.000}"))})");
    }

    public async Task SaveAsync()
    {
        _json.WriteEndObject();
        await _json.FlushAsync();
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "cost.json"), _bytes.ToArray());
    }

    public void Dispose()
    {
        _json.Dispose();
        _bytes.Dispose();
    }

    private static void Line(string text) => Console.Out.WriteLine(text);

    private static decimal Round(double value) => decimal.Round((decimal)value, 1);
}
