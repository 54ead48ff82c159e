using CsCheck;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Replay.Counting;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Replay.Counting;

public class ReplayCountsTests
{
    private static Gen<Every> Every { get; } = OneOf<Every>(
        new Every.Calendar(WindowUnit.Minute), new Every.Calendar(WindowUnit.Hour), new Every.Calendar(WindowUnit.Day),
        new Every.Rolling(TimeSpan.FromMinutes(1)), new Every.Rolling(TimeSpan.FromMinutes(10)),
        new Every.Rolling(TimeSpan.FromMinutes(30)), new Every.Rolling(TimeSpan.FromHours(60)));

    private static Gen<Limit> Limits { get; } = Gen.OneOf<Limit>(
        Gen.Int[5, 60].Select(usd => (Limit)new Limit.Spend(new Usd(usd))),
        Gen.Int[5, 60].Select(calls => (Limit)new Limit.CallCount(calls)),
        Gen.Int[100, 4_000].Select(tokens => (Limit)new Limit.UncachedInputTokens(tokens)),
        Gen.Int[1, 9].Select(tenths => (Limit)new Limit.CacheHitRatio(tenths / 10m, 500)));

    private static Gen<(IReadOnlyList<Dimension> Per, StopScope Stop)> Counters { get; } =
        OneOf<(IReadOnlyList<Dimension>, StopScope)>(
            ([Dimension.Account], StopScope.Account), ([Dimension.Principal], StopScope.Principal),
            ([Dimension.Principal, Dimension.Session], StopScope.Session), ([Dimension.Model], StopScope.Model),
            ([Dimension.Tag("team")], StopScope.None));

    private static Gen<CountedRule> Rule { get; } =
        from counter in Counters
        from limit in Limits
        from every in Every
        from brake in OneOf(Brake.Exact, Brake.Predictive)
        from percents in OneOf<IReadOnlyList<int>>([], [30], [50, 80])
        from restore in OneOf<RestorePlan>(
            new RestorePlan.Manual(), new RestorePlan.AtWindowTurn(), new RestorePlan.After(TimeSpan.FromMinutes(2)))
        select new CountedRule
        {
            Id = "",
            Per = counter.Per,
            Stop = counter.Stop,
            Limit = limit,
            Every = every,
            Brake = brake,
            NotifyPercents = percents,
            Restore = restore,
        };

    private static Gen<Invocation> Call { get; } =
        from number in Gen.Int[0, 100_000]
        from second in Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, 7_200])
        from usd in Gen.Int[0, 4]
        from who in Gen.Int[0, 3]
        from input in Gen.Int[0, 200]
        from read in Gen.Int[0, 200]
        from isOpus in Gen.Bool
        select Calls.Call(
            number, second, usd / 2m, role: "agent-" + (who / 2), session: "s" + who, input: input, cacheRead: read,
            model: isOpus ? "us.anthropic.claude-opus-4-6-v1" : "amazon.nova-lite-v1:0",
            error: number % 50 == 0 ? "ThrottlingException" : null,
            tags: new Dictionary<string, string> { ["team"] = "t" + (number % 2) });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void What_the_meter_is_spared_changes_nothing()
    {
        var stops = 0;
        Gen.Select(Call.Array[1, 250], Rule.Array[1, 4], OneOf(0, 20, 400)).Sample((calls, rules, delay) =>
        {
            var policy = Policy([.. rules.Select((rule, i) => rule with { Id = "r" + i })]);
            var options = new ReplayOptions(TimeSpan.FromSeconds(delay), TimeSpan.FromSeconds(10));

            var counted = Result(policy, calls, options);
            var judged = Result(policy, calls, options with { JudgesAll = true });

            stops += judged.Stops.Count;
            Json(counted).ShouldBe(Json(judged));
        }, iter: 400, threads: 1);
        stops.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(24 * 60)]
    [InlineData(30 * 24 * 60)]
    public void A_record_costs_the_same_however_long_the_window_trails(int minutes)
    {
        var rules = new RuleBook(Policy(Cap(1_000_000) with { Every = new Every.Rolling(TimeSpan.FromMinutes(minutes)) }));
        var ledger = new InMemoryLedger();
        var counts = new ReplayCounts(ledger, GuardTiming.Guessed);
        var subject = new ReplaySubject(Calls.Call(0, 0), rules, new SpendByName(), new SpendByName());
        Invocation[] calls = [.. Steady(5_000, 30)];

        foreach (var call in calls)
            counts.TryCount([new SeenCall(call, Prices.Price(call), subject)], call.Timestamp.AddSeconds(20)).ShouldBeTrue();

        // Added when it comes, and taken off with its bucket when that leaves.
        counts.Additions.ShouldBeLessThanOrEqualTo(2 * calls.Length);
        var hit = rules.Hits(calls[^1]).Single();
        var window = hit.Windows.Holding(calls[^1].Timestamp.ToUnixTimeSeconds());
        counts.TotalOf(hit).Calls.ShouldBe(calls.Count(call => window.Contains(call.Timestamp.ToUnixTimeSeconds())));
    }

    [Fact]
    public void Where_a_limit_is_near_the_ledger_is_left_as_the_meter_has_it()
    {
        var rules = new RuleBook(Policy(Cap(10, brake: Brake.Predictive)));
        var ledger = new InMemoryLedger();
        var counts = new ReplayCounts(ledger, GuardTiming.Guessed);
        var subject = new ReplaySubject(Calls.Call(0, 0), rules, new SpendByName(), new SpendByName());
        var hit = rules.Hits(Calls.Call(0, 0)).Single();

        TryCount(Calls.Call(1, 0, usd: 2)).ShouldBeTrue();
        TryCount(Calls.Call(2, 61, usd: 20)).ShouldBeFalse();

        var at = Start.ToUnixTimeSeconds();
        ledger.TotalOf(new CounterKey(hit.Scope, hit.Windows.Bucket(at))).Cost.Amount.ShouldBe(2);
        ledger.TotalOf(hit.MinuteOf(at)).Cost.Amount.ShouldBe(2);
        ledger.TotalOf(hit.MinuteOf(at + 61)).ShouldBe(default);

        bool TryCount(Invocation call) =>
            counts.TryCount([new SeenCall(call, Prices.Price(call), subject)], call.Timestamp.AddSeconds(20));
    }

    private static ReplayResult Result(Policy policy, IEnumerable<Invocation> calls, ReplayOptions options) =>
        Engine.Replay.Replay.RunAsync(policy, Prices, calls, options, null, default).AsTask().GetAwaiter().GetResult();

    private static string Json(ReplayResult result) => System.Text.Json.JsonSerializer.Serialize(new
    {
        result.Stops,
        result.Notifications,
        result.Timeline,
        result.WithGuard,
        result.WithoutGuard,
        result.ByPrincipal,
        result.ByModel,
        result.Invocations,
    });
}
