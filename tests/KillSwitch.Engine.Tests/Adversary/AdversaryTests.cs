using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// Histories at random on the real engine, held against a plain model of what must be true at each moment. A failure names its seed and
/// prints the smallest history that still breaks the same invariant; README.md says how to read it.
/// </summary>
public class AdversaryTests(ITestOutputHelper output)
{
    // However slow a machine is, and however quick where the histories are always the same.
    private const int Fewest = 200;
    private const int Most = 60_000;

    // Failures of one invariant that are made small.
    private static readonly int Each = Asked("EACH") is { } each ? int.Parse(each, CultureInfo.InvariantCulture) : 3;

    private static readonly TimeSpan Longest =
        TimeSpan.FromSeconds(Asked("SECONDS") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : 5);

    [Fact]
    public async Task No_history_breaks_an_invariant()
    {
        if (Asked("SEED") is { } one)
        {
            var history = Generator.Of(ulong.Parse(one, CultureInfo.InvariantCulture));
            if (await Trial.RunAsync(history) is not { } verdict)
                return;
            var (small, why) = await Shrinker.ShrinkAsync(history, verdict);
            output.WriteLine($"{history}\n{await ToldAsync(small, why)}");
            Assert.Fail(why.ToString());
        }

        if (Asked("HISTORY") is { } file)
        {
            var history = History.Parse(await File.ReadAllTextAsync(file));
            await Trial.RunAsync(history, output.WriteLine);
            (await Trial.RunAsync(history))?.ToString().ShouldBeNull();
            return;
        }

        // CI meets the same histories each time, so that a change is what fails; whoever asks by hand meets others.
        var first = Asked("FROM") == "anywhere" ? (ulong)Environment.TickCount64 << 24 : 1;
        var (runs, steps, clock, found) =
            (0, 0L, Stopwatch.StartNew(), new ConcurrentDictionary<string, List<(ulong Seed, History History, Verdict Verdict)>>());
        await Parallel.ForEachAsync(Seeds(), async (seed, _) =>
        {
            var history = Generator.Of(seed);
            Interlocked.Increment(ref runs);
            Interlocked.Add(ref steps, history.Steps.Count);
            if (await Trial.RunAsync(history) is not { } verdict)
                return;
            var same = found.GetOrAdd(verdict.Invariant, _ => []);
            lock (same)
                same.Add((seed, history, verdict));
        });
        output.WriteLine(
            string.Create(
            CultureInfo.InvariantCulture,
            $"{runs} histories of {steps} steps from seed {first} on, {steps / clock.Elapsed.TotalSeconds:#,##0} steps a second"));
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (seed, history, verdict) in found.Values.SelectMany(same => same.OrderBy(one => one.History.Steps.Count).Take(Each)))
        {
            var (small, why) = await Shrinker.ShrinkAsync(history, verdict);
            told.TryAdd($"{why.Invariant} {string.Join(' ', small.Steps.Select(Kind))}",
                $"KILLSWITCH_ADVERSARY_SEED={seed} (one of {found[verdict.Invariant].Count})\n{await ToldAsync(small, why)}");
        }

        foreach (var failure in told.Values)
            output.WriteLine(failure);
        told.Keys.ShouldBeEmpty();

        IEnumerable<ulong> Seeds()
        {
            for (var seed = first; (clock.Elapsed < Longest && (first > 1 || seed <= Most)) || seed < first + Fewest; seed++)
                yield return seed;
        }
    }

    private static async Task<string> ToldAsync(History history, Verdict verdict)
    {
        var trace = new List<string>();
        await Trial.RunAsync(history, trace.Add);
        return $"\n{verdict}\n\n{history}\n\n{string.Join('\n', trace)}\n";
    }

    // Failures that shrink to the same kinds of steps are told once.
    private static string Kind(Step step) =>
        step is Step.Apply apply ? $"apply({apply.Change.Split('=')[0].Split(' ')[^1]})" : step.GetType().Name;

    private static string? Asked(string what) =>
        Environment.GetEnvironmentVariable("KILLSWITCH_ADVERSARY_" + what) is { Length: > 0 } value ? value : null;
}
