using System.Collections.Concurrent;
using System.Diagnostics;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Tests.InvocationLog;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>
/// Every call of every port fails, is torn, doubled or late, or is the last of its process; and pairs of them. What must hold in the end is
/// held against the records alone. A failure names its faults: <c>KILLSWITCH_FAULTS=Torn@137+DiesAfter@201</c> runs them alone.
/// </summary>
public class FaultTests(ITestOutputHelper output)
{
    private static readonly string? Asked = Environment.GetEnvironmentVariable("KILLSWITCH_FAULTS");

    [Theory]
    [InlineData(PolicyMode.Enforce)]
    [InlineData(PolicyMode.Observe)]
    internal async Task Without_faults_everything_is_as_the_records_say(PolicyMode mode) => (await FailureAsync(mode, [])).ShouldBeNull();

    [Theory]
    [InlineData(PolicyMode.Enforce)]
    [InlineData(PolicyMode.Observe)]
    internal async Task No_single_fault_of_any_call_of_any_port_breaks_an_invariant(PolicyMode mode)
    {
        var calls = await CallsAsync(mode);
        Fault[][] all = Asked is { } one
            ? [Fault.ParseAll(one)]
            : [.. calls.Index().SelectMany(call => FaultPlan.KindsFor(call.Item.Changes, call.Item.IsBatch).Select(kind => (Fault[])[new Fault(kind, call.Index)]))];

        var failures = await FailuresAsync(mode, all, TimeSpan.MaxValue);

        output.WriteLine($"{mode}: {calls.Count} calls of {calls.Select(call => call.Name).Distinct().Count()} methods of ports, {failures.Runs} single faults");
        failures.Found.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_pair_of_faults_breaks_an_invariant()
    {
        var calls = await CallsAsync(PolicyMode.Enforce);
        var seed = Environment.TickCount;
#pragma warning disable CA5394 // Faults are no secret.
        var random = new Random(seed);
        Fault[] Pair() => [.. new[] { random.Next(calls.Count), random.Next(calls.Count) }.Distinct().Select(call =>
        {
            var kinds = FaultPlan.KindsFor(calls[call].Changes, calls[call].IsBatch).ToArray();
            return new Fault(kinds[random.Next(kinds.Length)], call);
        })];
#pragma warning restore CA5394

        var failures = await FailuresAsync(PolicyMode.Enforce, Enumerable.Repeat(0, int.MaxValue).Select(_ => Pair()), Mutations.Duration);

        output.WriteLine($"seed {seed}: {failures.Runs} pairs of faults");
        failures.Found.ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<(string Name, bool Changes, bool IsBatch)>> CallsAsync(PolicyMode mode)
    {
        var plan = new FaultPlan();
        await Task.Run(new Scenario(plan, mode).RunAsync);
        return plan.Calls;
    }

    private static async Task<(int Runs, IReadOnlyCollection<string> Found)> FailuresAsync(PolicyMode mode, IEnumerable<Fault[]> all, TimeSpan longest)
    {
        var (runs, found, clock) = (0, new ConcurrentQueue<string>(), Stopwatch.StartNew());
        await Parallel.ForEachAsync(all.TakeWhile(_ => clock.Elapsed < longest && found.Count < 20), async (faults, _) =>
        {
            Interlocked.Increment(ref runs);
            if (await FailureAsync(mode, faults) is { } failure)
                found.Enqueue($"KILLSWITCH_FAULTS={string.Join('+', (object[])faults)}: {failure}");
        });
        return (runs, found);
    }

    /// <summary>Null when everything holds.</summary>
    private static async Task<string?> FailureAsync(PolicyMode mode, Fault[] faults)
    {
        var plan = new FaultPlan(faults);
        try
        {
            // Without the tests' own way to go on after an await: what hangs goes on at once when it may.
            await Task.Run(new Scenario(plan, mode).RunAsync);
            return null;
        }
        catch (Exception error) when (Asked is null)
        {
            var names = string.Join(", ", faults.Where(fault => fault.Call < plan.Calls.Count).Select(fault => plan.Calls[fault.Call].Name));
            return $"{names}: {error.Message.ReplaceLineEndings(" ")}";
        }
    }
}
