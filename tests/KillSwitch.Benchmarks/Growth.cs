using System.Globalization;
using System.Text.Json;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Benchmarks;

/// <summary>
/// How the work of a batch grows with what there is: records, principals, rules, open stops. Requests and bytes are exact; processor times
/// are ratios to the first row of their table, each the least of many runs.
/// </summary>
internal static class Growth
{
    private const int Rounds = 15;
    private const int Records = 200;

    public static void Run(string file)
    {
        var curves = new Dictionary<string, IReadOnlyList<Point>>
        {
            ["records in a batch (10 principals, 10 rules)"] =
                [.. Sizes(1, 10, 100, 1_000, 10_000).Select(records => Metered(records, records, 10, 10))],
            ["principals in a batch of 200"] = [.. Sizes(1, 2, 20, 200).Select(principals => Metered(principals, Records, principals, 10))],
            ["rules that do not match (200 records, 10 principals)"] =
                [.. Sizes(10, 100, 1_000, 10_000).Select(rules => Metered(rules, Records, 10, rules))],
            ["open stops (200 records, 10 principals)"] = [.. Sizes(1, 10, 100, 1_000).Select(Stopped)],
        };
        using var stream = File.Create(file);
        JsonSerializer.Serialize(stream, curves, Indented);
        foreach (var (name, points) in curves)
            Print(name, points);
    }

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private static int[] Sizes(params int[] sizes) => sizes;

    private static Point Metered(int size, int records, int principals, int rules)
    {
        var guarded = new SampleGuard(rules);
        var next = 0;
        // Callers that were met before, as nearly all are.
        guarded.Run(SampleGuard.Batch(Math.Max(records, principals), principals));
        next += Math.Max(records, principals);
        var (least, bytes) = (TimeSpan.MaxValue, long.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var batch = SampleGuard.Batch(records, principals, next);
            next += records;
            guarded.Ledger.Reset();
            (least, bytes) = Least(() => guarded.Run(batch), least, bytes);
        }

        return new Point(size, guarded.Ledger.Calls, guarded.Ledger.Written, guarded.Ledger.Read, bytes, least);
    }

    /// <summary>
    /// Whether any of the stopped is served is asked of every batch; its own requests do not depend on how many there are.
    /// </summary>
    private static Point Stopped(int size)
    {
        var guarded = new SampleGuard(10, cap: 0.001m);
        guarded.Run(SampleGuard.Batch(size, size));
        var stops = guarded.Stops.OpenAsync(default).AsTask().GetAwaiter().GetResult();
        if (stops.Count != size)
            throw new InvalidOperationException($"{stops.Count} stops and not {size}");
        var batch = SampleGuard.Batch(Records, 10, from: size);
        var (least, bytes) = (TimeSpan.MaxValue, long.MaxValue);
        for (var round = 0; round < Rounds; round++)
            (least, bytes) = Least(() => Leaks.Find(stops, batch, guarded.Rules), least, bytes);
        return new Point(size, 0, 0, 0, bytes, least);
    }

    private static (TimeSpan Time, long Bytes) Least(Action work, TimeSpan time, long bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Environment.CpuUsage.TotalTime;
        work();
        var took = Environment.CpuUsage.TotalTime - started;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return (took < time ? took : time, Math.Min(allocated, bytes));
    }

    private static void Print(string name, IReadOnlyList<Point> points)
    {
        Console.WriteLine($"\n{name}\n");
        Console.WriteLine("| | calls of the ledger | counters written | counters read | allocated | time | each |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var point in points)
        {
            var ratio = point.Time / points[0].Time;
            var each = ratio / ((double)point.Size / points[0].Size);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {point.Size:N0} | {point.Calls} | {point.Written:N0} | {point.Read:N0} | {point.Bytes / 1024.0:N1} KB | {ratio:0.00} "
                    + $"| {each:0.000} `{new string('█', Math.Clamp((int)Math.Round(each * 20), 1, 40))}` |"));
        }
    }

    /// <param name="Size">Of what grows.</param>
    /// <param name="Bytes">Allocated by one batch.</param>
    /// <param name="Time">Of one batch, the least.</param>
    public sealed record Point(int Size, int Calls, int Written, int Read, long Bytes, TimeSpan Time);
}
