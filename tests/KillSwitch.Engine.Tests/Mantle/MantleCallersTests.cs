using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Engine.Tests.Mantle;

/// <summary>Who calls the mantle endpoint is held to limits like anybody else, as exactly as its minutes are known.</summary>
public class MantleCallersTests
{
    // $0.15 a million in, $0.60 a million out.
    private const string Model = "openai.gpt-oss-120b";

    private static readonly CountedRule Cap = new()
    {
        Id = "cap",
        Per = [Dimension.Principal],
        Limit = new Limit.Spend(new Usd(10)),
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = StopScope.Principal,
        Brake = Brake.Exact,
    };

    private int _number;

    [Fact]
    public async Task One_caller_of_a_model_is_stopped_at_its_cap_by_its_own_tokens()
    {
        var harness = Harness(Cap);

        await CallAsync(harness, 20, ("agent", 1m));

        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.State, stop.Target.Name).ShouldBe((StopState.Enforced, "role/agent"));
        (stop.Evidence!.Estimated, stop.Evidence.Total.Estimated.UncachedInputTokens).ShouldBe((0, stop.Evidence.Total.Tokens.InputTokens));
        stop.Evidence.Measured.ShouldBeInRange(10, 12);
        stop.Cause.Sentence.ShouldNotContain("estimated");
        (await UnattributedAsync(harness)).Cost.Amount.ShouldBe(0);
        harness.LastReport.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_several_share_is_estimated_and_a_stop_on_it_waits_for_a_person()
    {
        var harness = Harness(Cap);

        await CallAsync(harness, 16, ("agent", 1m), ("other", 1m));

        var stops = await harness.Ports.Stops.OpenAsync(default);
        stops.Select(stop => (stop.State, stop.Target.Name)).Order()
            .ShouldBe([(StopState.AwaitingApproval, "role/agent"), (StopState.AwaitingApproval, "role/other")]);
        var stop = stops[0];
        stop.Evidence!.Estimated.ShouldBe(stop.Evidence.Measured);
        stop.Cause.Sentence.ShouldEndWith(
            $"{stop.Evidence.EstimatedText} of it estimated (the mantle endpoint, whose tokens are shared among its callers by the minute)");
        stop.Note.ShouldBe($"{stop.Evidence.EstimatedText} of it is estimated: calls of the mantle endpoint, whose tokens are known by the "
            + "minute alone, and several call there; approve it if that is about right, or say `estimated: stop` in the rule");
    }

    [Fact]
    public async Task A_rule_may_say_that_it_stops_on_estimates()
    {
        var harness = Harness(Cap with { Estimated = EstimatedStop.Stop });

        await CallAsync(harness, 16, ("agent", 1m), ("other", 1m));

        (await harness.Ports.Stops.OpenAsync(default)).Select(stop => stop.State)
            .ShouldBe([StopState.Enforced, StopState.Enforced]);
    }

    [Fact]
    public async Task A_fifth_that_is_estimated_stops_like_any_other()
    {
        var harness = Harness(Cap);
        await CallAsync(harness, 9, ("agent", 1m));
        await harness.MinutesAsync(5);

        await CallAsync(harness, 3, ("agent", 1m), ("other", 1m));
        await harness.MinutesAsync(5);

        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.State, stop.Target.Name).ShouldBe((StopState.Enforced, "role/agent"));
        stop.Evidence!.Estimated.ShouldBeInRange(0.9m, 2.1m);
    }

    [Fact]
    public async Task What_all_share_is_exact_for_all_of_them()
    {
        var harness = Harness(Cap with { Per = [Dimension.Account], Stop = StopScope.Account });

        await CallAsync(harness, 12, ("agent", 1m), ("other", 1m));

        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        stop.State.ShouldBe(StopState.Enforced);
        (stop.Evidence!.Estimated, stop.Evidence.Total.Estimated.Cost.Amount).ShouldBe((0, 0));
        stop.Cause.Sentence.ShouldNotContain("estimated");
    }

    [Fact]
    public async Task Calls_are_counted_one_by_one_at_once()
    {
        var harness = Harness(Cap with { Limit = new Limit.CallCount(3), Per = [Dimension.Principal, Dimension.Project] });
        for (var i = 0; i < 3; i++)
        {
            harness.Call(Call(harness.Now, "agent", 0.1m));
            harness.Call(Call(harness.Now, "other", 0.1m, project: $"proj_{i}"));
        }

        await harness.MinuteAsync(watches: false);

        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.State, stop.Target.Name, stop.Evidence!.Measured).ShouldBe((StopState.Enforced, "role/agent", 3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Projects_share_nothing_where_the_metrics_tell_them_apart(bool hasProjects)
    {
        var harness = Harness(Cap);
        harness.World.HasProjects = hasProjects;
        for (var i = 0; i < 8; i++)
        {
            harness.Call(Call(harness.Now, "agent", 2m, project: "proj_a"));
            harness.Call(Call(harness.Now, "other", 0.01m, project: "proj_b"));
            await harness.MinuteAsync();
        }

        var stops = await harness.Ports.Stops.OpenAsync(default);
        if (hasProjects)
            stops.ShouldHaveSingleItem().Target.Name.ShouldBe("role/agent");
        else
            stops.ShouldAllBe(stop => stop.State == StopState.AwaitingApproval);
    }

    [Fact]
    public async Task Everything_counts_once_in_whatever_order_calls_and_metrics_come()
    {
        var harness = Harness(Cap with { Stop = StopScope.None });
        var spent = 0m;
        for (var i = 0; i < 40; i++)
        {
            if (i < 20)
            {
                spent += 0.3m;
                // Ended up to three minutes after it began, shown after up to five, told after up to twelve.
                harness.Call(Call(harness.Now, "agent", 0.1m), Minutes(i % 4), Minutes(i % 6), Minutes(i % 13));
                harness.Call(Call(harness.Now, "other", 0.2m), Minutes(i % 3), Minutes(i % 5), Minutes(i % 11));
            }

            if (i % 9 == 4)
                harness.Restart();
            await harness.MinuteAsync();
        }

        harness.LastReport.Failures.ShouldBeEmpty();
        var (agent, other) = (await TotalAsync(harness, "agent"), await TotalAsync(harness, "other"));
        var account = await harness.TotalAsync($"account={World.Account}", WindowUnit.Hour);
        (agent.Calls, other.Calls, account.Calls).ShouldBe((20, 20, 40));
        (agent.Cost.Amount + other.Cost.Amount).ShouldBe(spent, tolerance: 0.001m);
        account.Cost.Amount.ShouldBe(spent, tolerance: 0.001m);
        (await UnattributedAsync(harness)).Tokens.TotalTokens.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task A_caller_that_is_told_of_late_takes_its_part_from_who_was_given_it()
    {
        var harness = Harness(Cap with { Stop = StopScope.None });
        harness.Call(Call(harness.Now, "agent", 1m));
        harness.Call(Call(harness.Now, "other", 1m), logDelay: TimeSpan.FromMinutes(12));

        await harness.MinutesAsync(8);
        (await TotalAsync(harness, "agent")).Cost.Amount.ShouldBe(1m, tolerance: 0.001m);

        await harness.MinutesAsync(15);
        (await TotalAsync(harness, "agent")).Cost.Amount.ShouldBe(1m, tolerance: 0.001m);
        (await TotalAsync(harness, "other")).Cost.Amount.ShouldBe(1m, tolerance: 0.001m);
        (await UnattributedAsync(harness)).Cost.Amount.ShouldBe(0);
    }

    [Fact]
    public async Task What_nobody_is_told_of_is_nobodys_and_is_said()
    {
        var harness = Harness(Cap);
        harness.World.TellsMantle = false;

        await CallAsync(harness, 45, ("agent", 1m));

        (await harness.Ports.Stops.OpenAsync(default)).ShouldBeEmpty();
        (await UnattributedAsync(harness)).Cost.Amount.ShouldBeGreaterThan(20);
        var condition = harness.LastReport.Conditions.Select(one => one.Condition)
            .First(condition => condition.Kind == GuardCondition.MantleUnheard);
        condition.Subject.ShouldBe("nobody tells who calls the mantle endpoint in us-east-1");

        harness.World.TellsMantle = true;
        await CallAsync(harness, 3, ("agent", 0.1m));
        await harness.MinutesAsync(70);
        harness.LastReport.Conditions.ShouldNotContain(one => one.Condition.Kind == GuardCondition.MantleUnheard);
    }

    [Fact]
    public async Task Where_nothing_can_be_shared_that_is_said_and_the_account_is_stopped_all_the_same()
    {
        var harness = Harness(Cap with { Per = [Dimension.Account], Stop = StopScope.Account });
        harness.MantleBook = new SilentBook();
        harness.Restart();

        await CallAsync(harness, 16, ("agent", 1m));
        await harness.MinutesAsync(4);

        harness.LastReport.Failures.ShouldContain(failure => failure.Duty == "callers of the mantle endpoint");
        (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task Logged_calls_of_the_same_model_are_held_against_their_own_metrics()
    {
        var harness = Harness(Cap with { Stop = StopScope.None });
        for (var i = 0; i < 10; i++)
        {
            harness.Call(Call(harness.Now, "agent", 1m));
            // Of the runtime endpoint, under the same name; no record of it is written.
            harness.World.IsLogging = i % 2 == 0;
            harness.Call(new Invocation
            {
                Id = new RecordId(World.Account, "us-east-1", $"runtime-{i}"),
                Timestamp = harness.Now,
                Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/agent/s1"),
                Model = ModelId.Parse(Model),
                Tokens = Tokens(1m),
                HasTokenCounts = true,
            });
            await harness.MinuteAsync();
        }

        await harness.MinutesAsync(25);

        (await TotalAsync(harness, "agent")).Cost.Amount.ShouldBe(15m, tolerance: 0.01m);
        (await UnattributedAsync(harness)).Cost.Amount.ShouldBe(5m, tolerance: 0.01m);
    }

    [Fact]
    public async Task An_uncached_threshold_waits_for_a_person_as_nobody_tells_what_the_cache_served()
    {
        var harness = Harness(Cap with { Limit = new Limit.UncachedInputTokens(1_000_000) });

        await CallAsync(harness, 5, ("agent", 1m));
        await harness.MinutesAsync(5);

        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.State, stop.Evidence!.Estimated).ShouldBe((StopState.AwaitingApproval, stop.Evidence.Measured));
    }

    [Fact]
    public async Task A_cache_hit_ratio_goes_by_the_calls_of_which_it_is_told_what_the_cache_served()
    {
        var harness = Harness(Cap with { Limit = new Limit.CacheHitRatio(0.3m, 1_000_000) });

        await CallAsync(harness, 5, ("agent", 1m));
        await harness.MinutesAsync(5);
        (await harness.Ports.Stops.OpenAsync(default)).ShouldBeEmpty();

        harness.Call(new Invocation
        {
            Id = new RecordId(World.Account, "us-east-1", "logged"),
            Timestamp = harness.Now,
            Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/agent/s1"),
            Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
            Tokens = new TokenUsage(1_000_000, CacheReadInputTokens: 100_000),
            HasTokenCounts = true,
        });
        await harness.MinuteAsync();
        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.State, Math.Round(stop.Evidence!.Measured, 3)).ShouldBe((StopState.Enforced, 0.091m));
    }

    private sealed class SilentBook : IUsageBook
    {
        public ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(
            IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation) => throw new IOException("no answer");

        public ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation) =>
            throw new IOException("no answer");

        public ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation) =>
            throw new IOException("no answer");
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static MinuteJobHarness Harness(CountedRule rule) => new(new Policy { Rules = [rule] });

    private async Task CallAsync(MinuteJobHarness harness, int minutes, params (string Role, decimal Usd)[] calls)
    {
        for (var i = 0; i < minutes; i++)
        {
            foreach (var (role, usd) in calls)
                harness.Call(Call(harness.Now, role, usd), metricDelay: TimeSpan.FromMinutes(2));
            await harness.MinuteAsync();
        }
    }

    private MantleInvocation Call(DateTimeOffset at, string role, decimal usd, string project = "default")
    {
        var arn = $"arn:aws:sts::{World.Account}:assumed-role/{role}/s1";
        return new MantleInvocation
        {
            Id = new RecordId(World.Account, "us-east-1", $"mantle-{++_number}"),
            Timestamp = at,
            Caller = Caller.Parse(arn),
            CallerArn = arn,
            Model = ModelId.Parse(Model),
            ProjectName = project,
            Tokens = Tokens(usd),
            HasTokenCounts = true,
        };
    }

    private static async Task<Usage> UnattributedAsync(MinuteJobHarness harness) =>
        (await harness.Reconciler.UnattributedAsync(
            WindowCalendar.Of("UTC").Containing(WindowUnit.Day, harness.Now.ToUnixTimeSeconds()), harness.Now.ToUnixTimeSeconds(), default))
            .Aggregate(default(Usage), (sum, model) => sum + model.Usage);

    private static TokenUsage Tokens(decimal usd) => new(InputTokens: (long)(usd / 0.15m * 1_000_000));

    private static Task<Usage> TotalAsync(MinuteJobHarness harness, string role) =>
        harness.TotalAsync($"account={World.Account}|principal=role/{role}", WindowUnit.Day);
}
