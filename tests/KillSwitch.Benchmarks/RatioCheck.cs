using System.Globalization;
using System.Text.Json;

namespace KillSwitch.Benchmarks;

/// <summary>
/// Holds ratios of times, measured in turns within one run, against those that are committed in <c>ratios.json</c>. Of many rounds,
/// each of both sides one after the other, the median of processor times is taken: what disturbs the machine disturbs both.
/// </summary>
internal static class RatioCheck
{
    private const int Rounds = 31;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(25);

    /// <returns>0 when no ratio is worse than allowed, 1 otherwise.</returns>
    public static int Run(string file, bool writes)
    {
        var committed = JsonSerializer.Deserialize<Dictionary<string, CommittedRatio>>(File.ReadAllBytes(file), Json)!;
        var worse = 0;
        foreach (var (name, work, against) in Pairs())
        {
            if (!committed.TryGetValue(name, out var entry))
                throw new InvalidOperationException($"`{name}` is not in {file}");
            var ratio = Measure(work, against);
            var allowed = entry.Ratio * (1 + entry.Margin);
            // What looks worse is measured again: a neighbour on the machine is no regression.
            for (var again = 0; again < 2 && !writes && ratio > allowed; again++)
                ratio = Math.Min(ratio, Measure(work, against));
            var isWorse = ratio > allowed;
            worse += isWorse ? 1 : 0;
            Console.WriteLine(
                string.Create(
                CultureInfo.InvariantCulture,
                $"{(isWorse ? "WORSE" : "ok   ")} {ratio,7:0.000}  committed {entry.Ratio:0.000}, allowed {allowed:0.000}  {name}"));
            committed[name] = entry with { Ratio = Math.Round(ratio, 3) };
        }

        if (writes)
            File.WriteAllText(file, JsonSerializer.Serialize(committed, Json) + "\n");
        Console.WriteLine(worse == 0
            ? "no ratio is worse than its margin allows"
            : $"{worse} of {committed.Count} ratios are worse than their margin allows");
        return writes || worse == 0 ? 0 : 1;
    }

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static IEnumerable<(string Name, Action Work, Action Against)> Pairs()
    {
        foreach (var (isContinued, prompts) in ((bool, string)[])[(false, "independent prompts"), (true, "repeated conversation")])
        {
            var reader = new ReaderBenchmarks { Continued = isContinued };
            reader.Setup();
            yield return ($"reading the decompressed payload, to gunzip: {prompts}", () => reader.Read(), () => reader.Decompress());
            yield return (
                $"reading the payload as delivered, to gunzip: {prompts}", () => reader.ReadDelivered(), () => reader.Decompress());
        }

        var (few, many) = (Evaluation(10), Evaluation(10_000));
        yield return ("a caller met before among 10,000 rules, to one among 10", () => many.KnownCallers(), () => few.KnownCallers());
        yield return ("a session never seen, to a caller met before, among 10 rules", () => few.NewSessions(), () => few.KnownCallers());
        yield return ("a batch of 2,000 records, to one of 200", Batches(2_000), Batches(200));
    }

    private static EvaluationBenchmarks Evaluation(int rules)
    {
        var benchmarks = new EvaluationBenchmarks { RulesThatDoNotMatch = rules };
        benchmarks.Prepare();
        return benchmarks;
    }

    private static Action Batches(int records)
    {
        var batch = SampleGuard.Batch(records, 10);
        return () => new SampleGuard(10).Run(batch);
    }

    private static double Measure(Action work, Action against)
    {
        var (times, againstTimes) = (Times(work), Times(against));
        var ratios = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var (took, tookAgainst) = (Time(work, times), Time(against, againstTimes));
            ratios[round] = took / times / (tookAgainst / againstTimes);
        }

        Array.Sort(ratios);
        return ratios[Rounds / 2];
    }

    /// <summary>How often fills a round.</summary>
    private static int Times(Action work)
    {
        var times = 1;
        work();
        while (Time(work, times) < Round.TotalSeconds)
            times *= 2;
        return times;
    }

    private static double Time(Action work, int times)
    {
        // Of the processor: what else runs on the machine takes no part of it.
        var started = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            work();
        return (Environment.CpuUsage.TotalTime - started).TotalSeconds;
    }
}
