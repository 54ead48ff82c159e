using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Facts;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Tests.Ports;
using KillSwitch.Engine.Tests.Principals;
using Microsoft.Extensions.Time.Testing;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>What a principal's tag was when a call was counted is what counts.</summary>
public class TaggedPrincipalTests
{
    private readonly ListedAccount _account = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly MeterHarness _harness;

    public TaggedPrincipalTests()
    {
        var memory = new InMemoryMemory();
        _harness = new MeterHarness(
            Policy(Cap(100, WindowUnit.Month) with { Per = [Dimension.PrincipalTag("team")], Stop = StopScope.None }),
            facts: new CallFacts(new PrincipalBook(_account, memory, _clock), new ProfileTagBook(new InMemoryRoutes(), memory, _clock)));
    }

    [Fact]
    public async Task Everyone_with_one_value_of_a_tag_shares_a_counter()
    {
        _account.Tag("role/a", "payments");
        _account.Tag("role/b", "payments");
        _account.Tag("role/c", "search");
        _account.Add("role/d", DateTimeOffset.UnixEpoch);
        await _harness.Run([Call(1, 0, role: "a"), Call(2, 1, role: "b"), Call(3, 2, role: "c"), Call(4, 3, role: "d")]);

        (await SpentAsync("payments"), await SpentAsync("search"), await SpentAsync("(none)")).ShouldBe((2m, 1m, 1m));
    }

    [Fact]
    public async Task A_record_that_comes_again_after_the_tag_moved_counts_in_no_second_counter()
    {
        _account.Tag("role/a", "payments");
        await _harness.Run([Call(1, 0, role: "a")]);
        Move();
        await _harness.Run([Call(1, 0, role: "a"), Call(2, 1, role: "a")]);

        (await SpentAsync("payments"), await SpentAsync("search")).ShouldBe((1m, 1m));
    }

    [Fact]
    public async Task A_record_with_larger_figures_after_the_tag_moved_counts_once_in_all()
    {
        _account.Tag("role/a", "payments");
        await _harness.Run([Call(1, 0, role: "a")]);
        Move();
        await _harness.Run([Call(1, 0, usd: 4, role: "a")]);

        (await SpentAsync("payments"), await SpentAsync("search")).ShouldBe((1m, 3m));
    }

    [Fact]
    public async Task A_pool_that_is_used_up_is_one_stop_of_those_who_share_it_and_a_restore_of_it_lets_all_go()
    {
        var harness = Pool();
        _account.Tag("role/a", "payments");
        _account.Tag("role/b", "payments");
        _account.Tag("role/c", "search");
        await harness.Run([Call(1, 0, usd: 2, role: "a"), Call(2, 1, usd: 2, role: "b"), Call(3, 2, usd: 2, role: "c")]);

        var stop = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.Target.Name, stop.Target.Kind, stop.State).ShouldBe(
            ("principalTag:team=payments", StopScope.Principals, StopState.Enforced));
        stop.Evidence!.Reason.ShouldStartWith("principalTag:team=payments reached $4");
        var described = await Facts().DescribeAsync(
            new RuleBook(PoolPolicy),
            [Call(4, 60, role: "a"), Call(5, 60, role: "b"), Call(6, 60, role: "c"), Call(7, 60, role: "d")], default);
        described.Select(harness.Account.IsDenied).ShouldBe([true, true, false, false]);

        await harness.Account.AllowAsync(stop.Denied, Start, default);
        described.Select(harness.Account.IsDenied).ShouldBe([false, false, false, false]);
    }

    [Fact]
    public async Task Of_those_whose_tags_are_not_known_nobody_is_stopped_and_their_calls_are_counted()
    {
        var harness = Pool();
        _account.Refusal = "it is throttled";

        await harness.Run([Call(1, 0, usd: 9, role: "a")]);

        (await harness.Stops.OpenAsync(default)).ShouldBeEmpty();
        (await harness.Ledger.ReadAsync([Counter("(unknown)")], default))[0].Cost.Amount.ShouldBe(9);
    }

    [Fact]
    public async Task A_replay_stops_those_who_share_a_pool_and_says_whose_tags_it_does_not_know()
    {
        _account.Tag("role/a", "payments");
        _account.Tag("role/b", "payments");
        Invocation[] calls = [.. Enumerable.Range(0, 60).Select(n => Call(n, n * 10, usd: 1, role: n % 2 == 0 ? "a" : "b"))];
        var described = await Facts().DescribeAsync(new RuleBook(PoolPolicy), calls, default);

        var known = await KillSwitch.Engine.Replay.Replay.RunAsync(PoolPolicy, Prices, described, ReplayOptions.Default, null, default);
        var unknown = await KillSwitch.Engine.Replay.Replay.RunAsync(PoolPolicy, Prices, calls, ReplayOptions.Default, null, default);

        known.Stops.ShouldHaveSingleItem().Target.ShouldBe(
            new ReplayTarget(StopScope.Principals, "principalTag:team=payments", "111122223333"));
        known.WithGuard.Amount.ShouldBeLessThan(10);
        known.UnknownValues.ShouldBeEmpty();
        unknown.Stops.ShouldBeEmpty();
        unknown.UnknownValues.ShouldHaveSingleItem().Names.ShouldBe(["role/a", "role/b"]);
    }

    [Fact]
    public async Task A_pool_may_lose_a_dear_model_alone()
    {
        var policy = Policy(((CountedRule)PoolPolicy.Rules[0]) with { Deny = new ModelSet("anthropic.*") });
        var harness = new MeterHarness(policy, facts: Facts());
        _account.Tag("role/a", "payments");
        _account.Tag("role/c", "search");
        await harness.Run([Call(1, 0, usd: 4, role: "a")]);

        var described = await Facts().DescribeAsync(
            new RuleBook(policy),
            [Call(4, 60, role: "a"), Call(5, 60, role: "a", model: "amazon.nova-pro-v1:0"), Call(6, 60, role: "c")], default);
        described.Select(harness.Account.IsDenied).ShouldBe([true, false, false]);
        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().Denied.Name.ShouldBe("anthropic.* of principalTag:team=payments");
    }

    [Fact]
    public async Task What_somebody_takes_off_one_who_does_not_carry_the_tag_is_no_tampering_with_its_stop()
    {
        var enforcer = new SaysNothingOf("role/other");
        var harness = new MeterHarness(PoolPolicy, enforcer, facts: Facts());
        _account.Tag("role/a", "payments");
        await harness.Run([Call(1, 0, usd: 4, role: "a")]);
        var stop = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();

        (await harness.Enforcement.IsInPlaceAsync(stop, "role/other", default)).ShouldBeTrue();
        (await harness.Enforcement.IsInPlaceAsync(stop, "role/a", default)).ShouldBeFalse();
    }

    // As IAM's answer would be: of all others that the deny is gone.
    private sealed class SaysNothingOf(string principal) : IEnforcer
    {
        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(true);

        public ValueTask<bool?> IsDeniedToAsync(StopTarget target, string one, CancellationToken cancellation) =>
            ValueTask.FromResult<bool?>(one == principal ? null : false);
    }

    private static Policy PoolPolicy => Policy(
        Cap(3, WindowUnit.Month) with { Per = [Dimension.PrincipalTag("team")], Stop = StopScope.Principals });

    private MeterHarness Pool() => new(PoolPolicy, facts: Facts());

    private CallFacts Facts() => new(
        new PrincipalBook(_account, new InMemoryMemory(), _clock), new ProfileTagBook(new InMemoryRoutes(), new InMemoryMemory(), _clock));

    private void Move()
    {
        _account.Tag("role/a", "search");
        _clock.Advance(TimeSpan.FromHours(1));
    }

    private async Task<decimal> SpentAsync(string team) =>
        (await _harness.Ledger.ReadAsync([Counter(team)], default))[0].Cost.Amount;

    private static CounterKey Counter(string team) => new(
        $"account=111122223333|principalTag:team={team}",
        WindowCalendar.Of("UTC").Containing(WindowUnit.Month, Start.ToUnixTimeSeconds()));
}
