using CsCheck;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Contention;
using KillSwitch.Contention.Table;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>
/// Several meters at once, records twice, twins of another hour, deaths between any two requests, counters that get shards meanwhile: the
/// totals are those of the records, whoever reached a limit has a stop, and nobody who never did.
/// </summary>
public class SpreadStopsTests
{
    private static readonly DateTimeOffset Start = new(2026, 4, 24, 3, 59, 30, TimeSpan.Zero);

    private static readonly DateTimeOffset Now = Start.AddSeconds(90);

    private static readonly Policy Policy = new()
    {
        MaxStops = null,
        Rules =
        [
            Cap("principal", [Dimension.Principal], new Limit.CallCount(12), WindowUnit.Day, StopScope.Principal),
            Cap("hour", [], new Limit.CallCount(25), WindowUnit.Hour, StopScope.Account),
            Cap("trailing", [Dimension.Principal], new Limit.CallCount(1_000), WindowUnit.Hour, StopScope.Principal) with
            {
                Every = new Every.Rolling(TimeSpan.FromMinutes(30)),
            },
        ],
    };

    [Fact]
    public void Any_number_of_shards_and_any_interleaving_give_the_same_totals_and_the_same_stops() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 5].Select(power => 1 << power), Gen.Bool)
            .Sample((seed, shards, dies) => Run(seed, shards, dies), iter: 120, threads: 1);

    [Fact]
    public void A_death_between_any_two_requests_is_made_good_by_the_next_delivery()
    {
        var deaths = 0;
        for (var allowed = 0; allowed < 80; allowed++)
            deaths += Run(seed: allowed / 40, shards: 8, dies: true, allowed % 40);

        deaths.ShouldBeGreaterThan(40);
    }

    private static int Run(int seed, int shards, bool dies, int? allowed = null)
    {
        var (time, random) = (new SimulatedTime(Start), new Random(seed));
        var store = new ContendedTable(time, new Random(seed + 1), new Conflicts());
        Dictionary<CounterKey, long> most = [], real = [];
        store.Written = () =>
        {
            foreach (var (counter, calls) in real = Calls(store))
                most[counter] = Math.Max(most.GetValueOrDefault(counter), calls);
        };
        var records = Records(random);
        var stops = new InMemoryStopStore();
        var deaths = 0;
        // Each record at least twice, cut and mixed anew.
        var deliveries = new Queue<Invocation[]>(
            Enumerable.Range(0, 2).SelectMany(_ => records.OrderBy(_ => random.Next()).Chunk(1 + random.Next(6))));
        time.Run(async () =>
        {
            await Ledger(left: null).PrepareAsync(default);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ProcessAsync()).Append(SpreadAsync()));

            var expected = new InMemoryLedger();
            await Guard(expected, new InMemoryStopStore()).RunAsync(records, Now, default);
            CounterKey[] counters =
            [
                .. real.Keys,
                .. real.Keys.Where(counter => counter is { Scope: "account=123456789012", Bucket.Seconds: 3_600 })
                    .SelectMany(hour => new[] { 0, 60 }.Select(second => Start.ToUnixTimeSeconds() + second).Where(hour.Bucket.Contains)
                        .Select(hour.MinuteOf)),
            ];
            var told = await Ledger(left: null).ReadAsync(counters, default);
            var sums = await expected.ReadAsync(counters, default);
            counters.Where((_, i) => told[i] != sums[i]).ShouldBeEmpty("another total");
            counters.Count(counter => counter.Bucket.Seconds == 60).ShouldBeGreaterThan(1);
            sums.Skip(real.Count).Sum(minute => minute.Calls).ShouldBeGreaterThan(0);
        });

        Dictionary<CounterKey, long> limits = [];
        foreach (var counter in real.Keys)
            limits[counter] = Limit(counter);
        var stopped = stops.OpenAsync(default).AsTask().GetAwaiter().GetResult()
            .Select(stop => new CounterKey(stop.Trip!.Scope, stop.Trip.Window)).ToHashSet();
        real.Where(one => one.Value >= limits[one.Key]).Select(one => one.Key).Except(stopped).ShouldBeEmpty("a stop was missed");
        stopped.Where(counter => most[counter] < limits[counter]).ShouldBeEmpty("a stop was early");
        return deaths;

        async Task ProcessAsync()
        {
            var meter = Guard(Ledger(dies ? allowed ?? random.Next(40) : null), stops);
            while (deliveries.TryDequeue(out var delivery))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(60)), time);
                try
                {
                    await meter.RunAsync(delivery, Now, default);
                }
                catch (Exception error) when (error is ContendedDynamo.DeadException or AggregateException)
                {
                    deaths++;
                    meter = Guard(Ledger(left: null), stops);
                    await meter.RunAsync(delivery, Now, default);
                }
            }
        }

        async Task SpreadAsync()
        {
            for (var n = 0; n < 60 && shards > 1; n++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20)), time);
                if (real.Count > 0)
                {
                    await Shards.RaiseAsync(
                        Table(left: null), real.Keys.ElementAt(random.Next(real.Count)), 1 << random.Next(1 + int.Log2(shards)));
                }
            }
        }

        LedgerTable Table(int? left) =>
            new(new ContendedDynamo(store) { Left = left, DoesTheLast = random.Next(2) == 0 }, "ledger") { Clock = time, Random = random };

        DynamoLedger Ledger(int? left) => new(Table(left), new FakeTimeProvider(Now));
    }

    private static long Limit(CounterKey counter) => (counter.Scope, counter.Bucket.Seconds) switch
    {
        ("account=123456789012", 3_600) => 25,
        (_, 86_400) when counter.Scope.Contains("principal=", StringComparison.Ordinal) => 12,
        _ => long.MaxValue,
    };

    /// <summary>Over the turn of an hour; of some requests two records, one of which may be of the hour before.</summary>
    private static Invocation[] Records(Random random) => [.. Enumerable.Range(0, 45).SelectMany(n =>
    {
        var record = Call(n, random.Next(60), 100, random.Next(3));
        return random.Next(3) > 0 ? [record] : new[] { record, record with
        {
            Timestamp = Start.AddSeconds(random.Next(60)),
            Tokens = new TokenUsage(InputTokens: 50 + random.Next(100)),
        } };
    })];

    private static Invocation Call(int number, int second, int tokens, int agent) => new()
    {
        Id = new RecordId("123456789012", "us-east-1", new Guid(number, 7, 7, new byte[8])),
        Timestamp = Start.AddSeconds(second),
        Caller = Caller.Parse($"arn:aws:sts::123456789012:assumed-role/agent-{agent}/s"),
        Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
        Tokens = new TokenUsage(InputTokens: tokens),
        HasTokenCounts = true,
    };

    private static Dictionary<CounterKey, long> Calls(ContendedTable store) => store.All
        .Where(item => item[Item.PartitionKey].S.StartsWith("count#", StringComparison.Ordinal))
        .SelectMany(item => Counters(CounterItem.KeyOf(item)).Select(counter => (counter, item, CounterPlace.Of(counter).Slot)))
        .Where(one => CounterItem.Holds(one.item, one.Slot))
        .GroupBy(one => one.counter, one => CounterItem.Read(one.item, one.Slot))
        .ToDictionary(one => one.Key, one => one.Sum(usage => usage.Calls));

    // Ten minutes share an item.
    private static IEnumerable<CounterKey> Counters(CounterKey home) => home.Bucket.Seconds != 600
        ? [home]
        : Enumerable.Range(0, 10).Select(n => home with { Bucket = Window.MinuteOf(home.Bucket.Start + (n * 60)) });

    private static CountedRule Cap(string id, IReadOnlyList<Dimension> per, Limit limit, WindowUnit every, StopScope stop) => new()
    {
        Id = id,
        Per = per,
        Limit = limit,
        Every = new Every.Calendar(every),
        Stop = stop,
        Brake = Brake.Exact,
    };

    private static Meter Guard(ILedger ledger, InMemoryStopStore stops)
    {
        var rules = new RuleBook(Policy);
        var ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.FromHours(10), rules.IsExempt)) with { Ledger = ledger, Stops = stops };
        return new Meter(new CycleContext(rules, new Enforcement(ports)), new PriceBook()) { CountsUsage = true };
    }
}
