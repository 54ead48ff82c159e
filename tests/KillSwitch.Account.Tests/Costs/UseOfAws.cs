using System.Text;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>What some runs of a function used, counted as it asked for it.</summary>
internal sealed class UseOfAws
{
    private readonly RequestUnits _units = new();

    public SortedDictionary<string, long> Operations { get; } = new(StringComparer.Ordinal);

    public long Writes { get; private set; }

    public long Reads { get; private set; }

    /// <summary>Asked for by GetMetricData.</summary>
    public long MetricsRead { get; private set; }

    public int Runs { get; set; }

    public int Records { get; set; }

    /// <summary>What the program computed, on this machine.</summary>
    public TimeSpan ProcessorTime { get; set; }

    /// <summary>Requests to DynamoDB.</summary>
    public long TableRequests { get; private set; }

    /// <summary>Requests to anything else.</summary>
    public long OtherRequests { get; private set; }

    /// <summary>
    /// What Lambda bills, from above: the emulator's own time says nothing of AWS. Every request is waited for alone, 10 ms for
    /// DynamoDB and 100 ms for anything else, and the processor is the share of one that the memory buys (1,769 MB buy a whole one).
    /// </summary>
    public decimal BilledSeconds(decimal memoryGigabytes) =>
        ((decimal)ProcessorTime.TotalSeconds * 1_769 / 1_024 / memoryGigabytes) + (TableRequests * 0.010m) + (OtherRequests * 0.100m);

    /// <summary>Lambda's count of requests: a large event is more than one.</summary>
    public long LambdaRequests { get; set; }

    public long LogBytes { get; set; }

    public SortedSet<string> Metrics { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, (long Items, long Bytes)> Stored => _units.Stored;

    public long Asked(string operation) => Operations.GetValueOrDefault(operation);

    public void Listen(CountingProxy proxy) => proxy.Heard = (operation, request, answer) =>
    {
        lock (Operations)
        {
            Hear(operation[(operation.IndexOf('.', StringComparison.Ordinal) + 1)..],
                operation.StartsWith("DynamoDB", StringComparison.Ordinal), request, answer);
        }
    };

    /// <summary>Lines that the function wrote; CloudWatch Logs adds 26 bytes to each, and Lambda three lines to each run.</summary>
    public void ReadLog(string log)
    {
        // START, END and REPORT of a run with the identity of a request in each.
        const int ofLambda = 330 + (3 * 26);
        LogBytes += Runs * ofLambda;
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            LogBytes += Encoding.UTF8.GetByteCount(line) + 26;
            if (!line.Contains("\"CloudWatchMetrics\"", StringComparison.Ordinal))
                continue;
            using var json = JsonDocument.Parse(line);
            foreach (var metric in json.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray()
                .SelectMany(one => one.GetProperty(nameof(Metrics)).EnumerateArray()))
            {
                Metrics.Add(metric.GetProperty("Name").GetString()!);
            }
        }
    }

    private void Hear(string operation, bool isDynamo, byte[] request, byte[] answer)
    {
        var name = operation.StartsWith("GET ", StringComparison.Ordinal) || operation.StartsWith("POST ", StringComparison.Ordinal)
            ? "Bedrock " + operation
            : operation;
        Operations[name] = Operations.GetValueOrDefault(name) + 1;
        if (operation == "GetMetricData")
            MetricsRead += Encoding.UTF8.GetString(request).Split('&').Count(field => field.Contains(".Id=", StringComparison.Ordinal));
        if (!isDynamo)
        {
            OtherRequests++;
            return;
        }

        TableRequests++;
        using var asked = JsonDocument.Parse(request);
        using var answered = JsonDocument.Parse(answer);
        var (writes, reads) = _units.Of(operation, asked.RootElement, answered.RootElement);
        (Writes, Reads) = (Writes + writes, Reads + reads);
    }
}
