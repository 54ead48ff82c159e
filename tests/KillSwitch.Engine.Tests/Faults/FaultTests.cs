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

    // However slow a machine is.
    private const int Fewest = 100;

    // Failures that are worth reading.
    private const int Most = 20;

    private static readonly bool IsExhaustive = Mutations.Duration >= TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(PolicyMode.Enforce)]
    [InlineData(PolicyMode.Observe)]
    internal async Task Without_faults_everything_is_as_the_records_say(PolicyMode mode) => (await FailureAsync(mode, [])).ShouldBeNull();

    /// <summary>
    /// Every one of them when there is a minute or more (<c>make faults</c>); else so many as there is time for, in no order.
    /// </summary>
    [Theory]
    [InlineData(PolicyMode.Enforce, true)]
    [InlineData(PolicyMode.Enforce, false)]
    [InlineData(PolicyMode.Observe, true)]
    [InlineData(PolicyMode.Observe, false)]
    internal async Task No_single_fault_of_any_call_of_any_port_breaks_an_invariant(PolicyMode mode, bool ofChanges)
    {
        var calls = await CallsAsync(mode);
        Fault[][] all = Asked is { } one
            ? [Fault.ParseAll(one)]
            : [.. calls.Index().Where(call => call.Item.Changes == ofChanges)
                .SelectMany(
                call => FaultPlan.KindsFor(call.Item.Changes, call.Item.IsBatch).Select(kind => (Fault[])[new Fault(kind, call.Index)]))];
        new Random(Mutations.Seed).Shuffle(all);

        var failures = await FailuresAsync(
            mode, all, IsExhaustive ? TimeSpan.MaxValue : TimeSpan.FromSeconds(ofChanges && mode == PolicyMode.Enforce ? 5 : 1));

        output.WriteLine(
            $"{Mutations.SeedText}, {mode}, "
            + $"calls that {(ofChanges ? "change something" : "only read")}: {calls.Count(call => call.Changes == ofChanges)} of "
            + $"{calls.Count}, {failures.Runs} of {all.Length} single faults");
        failures.Found.ShouldBeEmpty(Mutations.SeedText);
    }

    [Fact]
    public async Task No_pair_of_faults_breaks_an_invariant()
    {
        var calls = await CallsAsync(PolicyMode.Enforce);
        var random = new Random(Mutations.Seed);
        Fault[] Pair() => [.. new[] { random.Next(calls.Count), random.Next(calls.Count) }.Distinct().Select(call =>
        {
            var kinds = FaultPlan.KindsFor(calls[call].Changes, calls[call].IsBatch).ToArray();
            return new Fault(kinds[random.Next(kinds.Length)], call);
        })];

        var failures = await FailuresAsync(PolicyMode.Enforce, Asked is { } one ? [Fault.ParseAll(one)] : Enumerable.Repeat(0, int.MaxValue)
            .Select(_ => Pair()), IsExhaustive ? Mutations.Duration : TimeSpan.FromSeconds(2));

        output.WriteLine($"{Mutations.SeedText}: {failures.Runs} pairs of faults");
        failures.Found.ShouldBeEmpty(Mutations.SeedText);
    }

    private static async Task<IReadOnlyList<(string Name, bool Changes, bool IsBatch)>> CallsAsync(PolicyMode mode)
    {
        var plan = new FaultPlan();
        await Task.Run(new Scenario(plan, mode).RunAsync);
        return plan.Calls;
    }

    private static async Task<(int Runs, IReadOnlyCollection<string> Found)> FailuresAsync(
        PolicyMode mode, IEnumerable<Fault[]> all, TimeSpan longest)
    {
        var (runs, found, clock) = (0, new ConcurrentQueue<string>(), Stopwatch.StartNew());
        await Parallel.ForEachAsync(
            all.TakeWhile(_ => (clock.Elapsed < longest || runs < Fewest) && found.Count < Most), async (faults, _) =>
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
            var names =
                string.Join(", ", faults.Where(fault => fault.Call < plan.Calls.Count).Select(fault => plan.Calls[fault.Call].Name));
            return $"{names}: {error.Message.ReplaceLineEndings(" ")}";
        }
    }
}
