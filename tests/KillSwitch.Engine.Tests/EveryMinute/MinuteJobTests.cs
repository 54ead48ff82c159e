using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.Tests.EveryMinute;

public class MinuteJobTests
{
    private const string Opus = "us.anthropic.claude-opus-4-6-v1";

    private static readonly CountedRule Ceiling = new()
    {
        Id = "account-ceiling",
        Limit = new Limit.Spend(new Usd(20)),
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = StopScope.Account,
        Brake = Brake.Exact,
    };

    private int _number;

    [Fact]
    public async Task Logging_that_goes_off_in_the_middle_of_a_breach_does_not_keep_the_account_from_being_stopped()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling));
        await SpendAsync(harness, minutes: 10, dollarsPerMinute: 1);
        harness.World.IsLogging = false;
        var served = await SpendAsync(harness, minutes: 30, dollarsPerMinute: 1);

        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        stop.State.ShouldBe(StopState.Enforced);
        stop.Target.ShouldBeOfType<StopTarget.WholeAccount>();
        stop.Evidence!.Unattributed.ShouldBeGreaterThan(5);
        stop.Evidence.Reason.ShouldContain("by CloudWatch's count alone");
        // Five minutes until the next reading, three until the metrics show it, and no further.
        served.ShouldBeInRange(10, 19);
    }

    [Fact]
    public async Task A_model_rule_counts_what_only_the_metrics_know_for_its_own_models_alone()
    {
        var rule = Ceiling with
        {
            Id = "opus-calls",
            Per = [Dimension.Model],
            Match = [new FieldMatch(Dimension.Model, [new Glob("anthropic.*")])],
            Limit = new Limit.CallCount(5),
            Stop = StopScope.Model
        };
        var harness = new MinuteJobHarness(Policy(rule));
        harness.World.IsLogging = false;
        for (var i = 0; i < 8; i++)
        {
            harness.Call(Record(harness.Now, 0.1m));
            harness.Call(Record(harness.Now, 0.1m, model: "amazon.nova-pro-v1:0"));
            await harness.MinuteAsync();
        }

        await harness.MinutesAsync(6);

        (await harness.Ports.Stops.OpenAsync(default))
            .ShouldHaveSingleItem().Target.ShouldBe(new StopTarget.Model(World.Account, "anthropic.claude-opus-4-6-v1"));
    }

    [Fact]
    public async Task What_is_known_of_nobody_stops_no_principal()
    {
        var rule = Ceiling with
        {
            Per = [Dimension.Principal],
            Stop = StopScope.Principal,
            Match = [new FieldMatch(Dimension.Principal, [new Glob("*")])]
        };
        var harness = new MinuteJobHarness(Policy(rule));
        harness.World.IsLogging = false;

        await SpendAsync(harness, minutes: 40, dollarsPerMinute: 5);

        (await harness.Ports.Stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gap_that_the_subscription_left_is_filled_and_each_record_counts_once()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        await SpendAsync(harness, minutes: 5, dollarsPerMinute: 2);
        harness.World.IsDelivering = false;
        await SpendAsync(harness, minutes: 10, dollarsPerMinute: 2);
        harness.World.IsDelivering = true;
        await SpendAsync(harness, minutes: 5, dollarsPerMinute: 2);
        await harness.MinutesAsync(15);

        var total = await harness.TotalAsync("account=111122223333", WindowUnit.Day);
        total.Calls.ShouldBe(harness.World.Served.Count);
        harness.World.Served.Count.ShouldBe(20);
        harness.LastReport.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gap_too_small_for_the_metrics_to_show_is_filled_when_its_hour_is_audited()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        await SpendAsync(harness, minutes: 90, dollarsPerMinute: 0.1m);
        harness.World.IsDelivering = false;
        await SpendAsync(harness, minutes: 3, dollarsPerMinute: 0.1m);
        harness.World.IsDelivering = true;
        await SpendAsync(harness, minutes: 60, dollarsPerMinute: 0.1m);

        (await harness.TotalAsync("account=111122223333", WindowUnit.Day)).Calls.ShouldBe(harness.World.Served.Count);
    }

    [Fact]
    public async Task A_principal_whose_records_were_lost_is_stopped_once_they_are_found()
    {
        var rule = Ceiling with { Per = [Dimension.Principal], Stop = StopScope.Principal };
        var harness = new MinuteJobHarness(Policy(rule));
        harness.World.IsDelivering = false;

        await SpendAsync(harness, minutes: 30, dollarsPerMinute: 2);

        (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem().Target.Name.ShouldBe("role/agent");
    }

    [Fact]
    public async Task A_sweep_that_was_cut_off_goes_on_in_the_next_process()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        harness.World.IsDelivering = false;
        await SpendAsync(harness, minutes: 20, dollarsPerMinute: 1, watches: false);
        for (var i = 0; i < 20; i++)
        {
            harness.Restart();
            await harness.MinuteAsync();
        }

        (await harness.TotalAsync("account=111122223333", WindowUnit.Day)).Calls.ShouldBe(20);
    }

    [Fact]
    public async Task The_metrics_are_read_every_five_minutes_while_the_log_tells_and_every_minute_while_it_does_not()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        await harness.MinutesAsync(60);
        var idle = harness.World.Readings;
        await SpendAsync(harness, minutes: 60, dollarsPerMinute: 0.1m);
        var told = harness.World.Readings - idle;
        harness.World.IsLogging = false;
        await SpendAsync(harness, minutes: 60, dollarsPerMinute: 0.1m);

        idle.ShouldBeInRange(11, 14);
        told.ShouldBeInRange(11, 16);
        (harness.World.Readings - idle - told).ShouldBeInRange(50, 60);
    }

    [Fact]
    public async Task What_was_missing_this_morning_is_no_reason_to_read_every_minute_tonight()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        harness.World.IsLogging = false;
        await SpendAsync(harness, minutes: 30, dollarsPerMinute: 0.1m);
        harness.World.IsLogging = true;
        await SpendAsync(harness, minutes: 150, dollarsPerMinute: 0.1m);
        var before = harness.World.Readings;
        await SpendAsync(harness, minutes: 60, dollarsPerMinute: 0.1m);

        harness.LastReport.Unattributed!.Value.Cost.Amount.ShouldBeGreaterThan(0);
        (harness.World.Readings - before).ShouldBeInRange(11, 16);
    }

    [Fact]
    public async Task A_restore_counts_what_only_the_metrics_know()
    {
        var rule = Ceiling with { Limit = new Limit.Spend(new Usd(10)) };
        var harness = new MinuteJobHarness(Policy(rule));
        harness.World.IsLogging = false;
        await SpendAsync(harness, minutes: 60, dollarsPerMinute: 1m);
        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        var rules = new RuleBook(Policy(rule));
        var counted = await new UnattributedCounters(rules, harness.Reconciler, World.Account)
            .TotalsAsync(harness.Now.ToUnixTimeSeconds(), harness.Now.ToUnixTimeSeconds(), default);
        var enforcement = new Enforcement(harness.Ports);

        var result = await new Restoration(enforcement)
        {
            Unattributed = counted,
        }.RunAsync(stop, Policy(rule), 0, "ana", harness.Now, default);

        result.ShouldBeOfType<RestoreResult.WouldTripAgain>().Measured.ShouldBeGreaterThan(9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_breach_in_the_last_minutes_of_an_hour_is_found_after_it_has_turned(int metricDelay)
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Every = new Every.Calendar(WindowUnit.Hour) }));
        harness.World.IsLogging = false;
        await harness.MinutesAsync(117);
        for (var i = 0; i < 30; i++)
        {
            // $45 before the hour turns, cents after it.
            harness.Call(Record(harness.Now, i < 3 ? 15m : 0.01m), metricDelay: TimeSpan.FromMinutes(i < 3 ? metricDelay : 0));
            await harness.MinuteAsync();
        }

        var stop = (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.Trip!.Window.From, stop.Evidence!.Measured > 20).ShouldBe((MinuteJobHarness.Start.AddHours(1), true));
    }

    [Fact]
    public async Task Hours_that_a_new_time_zone_cuts_otherwise_make_nothing_count_twice()
    {
        var rule = Ceiling with { Limit = new Limit.Spend(new Usd(80)), Every = new Every.Rolling(TimeSpan.FromHours(6)) };
        var before = new MinuteJobHarness(Policy(rule));
        await SpendAsync(before, minutes: 60, dollarsPerMinute: 1);
        var after = new MinuteJobHarness(Policy(rule) with { TimeZone = "Asia/Kolkata" }, before.Ports);
        after.World.Served.AddRange(before.World.Served);
        after.World.Logged.AddRange(before.World.Logged);
        for (var i = 0; i < 60; i++)
            await after.MinuteAsync(watches: false, delivers: false);

        await after.MinutesAsync(20);

        (await after.Ports.Stops.OpenAsync(default)).ShouldBeEmpty();
        after.Notifier.Alerts.ShouldNotContain(alert => alert.Kind == "unattributed");
        // From the next hour on everything is seen as before.
        after.World.IsLogging = false;
        await SpendAsync(after, minutes: 120, dollarsPerMinute: 1);
        (await after.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Blindness_is_told_once_and_so_is_its_end()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        await SpendAsync(harness, minutes: 30, dollarsPerMinute: 0.5m);
        harness.Notifier.Alerts.ShouldBeEmpty();
        harness.World.IsLogging = false;
        await SpendAsync(harness, minutes: 60, dollarsPerMinute: 0.5m);

        var told = harness.Notifier.Alerts.Select(alert => (alert.Head, alert.Kind)).ToList();
        told.Count(alert => alert == ("GUARD IN TROUBLE", "loggingOff")).ShouldBe(1);
        told.Count(alert => alert == ("GUARD IN TROUBLE", "logsSilent")).ShouldBe(1);
        told.Count(alert => alert == ("GUARD IN TROUBLE", "unattributed")).ShouldBe(1);

        harness.World.IsLogging = true;
        await SpendAsync(harness, minutes: 40, dollarsPerMinute: 0.5m);
        harness.Notifier.Alerts.Select(alert => (alert.Head, alert.Kind)).Skip(told.Count).ShouldBe(
            [("GUARD WELL AGAIN", "loggingOff"), ("GUARD WELL AGAIN", "logsSilent")], ignoreOrder: true);
        // The day's spending that no log explains stays what it is.
        harness.LastReport.Conditions.Select(condition => condition.Condition.Kind).ShouldBe([GuardCondition.Unattributed]);
    }

    [Fact]
    public async Task A_newest_record_that_has_yet_to_come_hides_no_silence_and_is_gone_with_the_next_record()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        await SpendAsync(harness, minutes: 10, dollarsPerMinute: 0.5m);
        // As an earlier build left it, and a reading that was made by a clock that ran ahead.
        await harness.Ports.Heartbeats.WriteAsync(
            new Heartbeat("meter/us-east-1", harness.Now, new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero)), default);
        await harness.Ports.Memory.KeepAsync(
            "metrics/us-east-1", new MetricState(new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero), null, false).ToText(), default);
        harness.World.IsDelivering = harness.MeterRuns = false;
        await SpendAsync(harness, minutes: 20, dollarsPerMinute: 0.5m);
        harness.Notifier.Alerts.ShouldContain(alert => alert.Kind == "logsSilent");

        harness.World.IsDelivering = harness.MeterRuns = true;
        await SpendAsync(harness, minutes: 20, dollarsPerMinute: 0.5m);
        harness.LastReport.Conditions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_on_tampering_that_was_disabled_is_told_at_once_though_it_is_enabled_again()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling));
        await harness.MinutesAsync(3);
        harness.World.Unheard = "KillSwitch-TamperingDenies was disabled and is enabled again";

        await harness.MinutesAsync(10);

        var told = harness.Notifier.Alerts.Where(alert => alert.Kind == "tamperingUnheard").ToList();
        told.Select(alert => alert.Head).ShouldBe(["GUARD IN TROUBLE", "GUARD WELL AGAIN"]);
        told[0].Text.ShouldContain("KillSwitch-TamperingDenies was disabled and is enabled again");
    }

    [Fact]
    public async Task Another_rule_that_is_disabled_while_the_first_still_stands_is_told_too_and_the_same_is_not()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling));
        await harness.MinutesAsync(3);
        foreach (var rule in new[] { "Denies", "Denies", "Groups", "Groups" })
        {
            harness.World.Unheard = $"KillSwitch-Tampering{rule} was disabled and is enabled again";
            await harness.MinutesAsync(1);
        }

        harness.Notifier.Alerts.Where(alert => alert.Kind == "tamperingUnheard")
            .Select(alert => (alert.Head, alert.Text.Contains("Groups", StringComparison.Ordinal)))
            .ShouldBe([("GUARD IN TROUBLE", false), ("GUARD IN TROUBLE", true)]);
    }

    [Fact]
    public async Task An_account_at_rest_is_not_called_blind()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling));
        await SpendAsync(harness, minutes: 3, dollarsPerMinute: 0.5m);

        await harness.MinutesAsync(6 * 60);

        harness.Notifier.Alerts.ShouldBeEmpty();
        harness.LastReport.Conditions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Metrics_that_cannot_be_read_or_show_nothing_are_said()
    {
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(1000)) }));
        harness.World.MetricsFail = true;
        await SpendAsync(harness, minutes: 10, dollarsPerMinute: 0.5m);
        harness.Notifier.Alerts.Select(alert => alert.Kind).ShouldBe(["metricsUnreadable"]);
        harness.LastReport.Failures.ShouldNotBeEmpty();

        harness.World.MetricsFail = false;
        for (var i = 0; i < 180; i++)
        {
            // A call that CloudWatch never shows.
            harness.Call(Record(harness.Now, 0.1m), metricDelay: TimeSpan.FromDays(9));
            await harness.MinuteAsync();
        }

        harness.Notifier.Alerts.Select(alert => alert.Kind).ShouldContain("metricsMissing");
    }

    [Fact]
    public async Task Usage_that_the_metrics_show_first_and_the_log_later_counts_once()
    {
        // The metrics are there at once, the record half an hour later: never is more counted than was spent.
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(10.5m)) }));
        for (var i = 0; i < 10; i++)
        {
            harness.Call(Record(harness.Now, 1), logDelay: TimeSpan.FromMinutes(30));
            await harness.MinuteAsync();
        }

        await harness.MinutesAsync(90);

        (await harness.Ports.Stops.OpenAsync(default)).ShouldBeEmpty();
        (await harness.TotalAsync("account=111122223333", WindowUnit.Day)).Calls.ShouldBe(10);
    }

    [Fact]
    public async Task Metrics_of_an_account_that_rests_by_now_foresee_nothing()
    {
        // $75 of $100 within ten minutes; CloudWatch shows it 50 minutes later, and alone.
        var harness = new MinuteJobHarness(Policy(Ceiling with { Limit = new Limit.Spend(new Usd(100)), Brake = Brake.Predictive }));
        harness.World.IsLogging = false;
        for (var i = 0; i < 10; i++)
        {
            harness.Call(Record(harness.Now, 7.5m), metricDelay: TimeSpan.FromMinutes(50));
            await harness.MinuteAsync();
        }

        var seen = 0m;
        for (var i = 0; i < 60; i++)
        {
            await harness.MinuteAsync();
            seen = Math.Max(seen, harness.LastReport.Unattributed?.Cost.Amount ?? 0);
        }

        seen.ShouldBeInRange(75, 76);
        (await harness.Ports.Stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_drill_measured_of_a_deny_counts_for_metrics_and_what_it_saw_of_records_does_not()
    {
        // A way so long that none of the lag is cut off.
        var guessed = GuardTiming.Guessed with { UsualWay = TimeSpan.FromHours(1) };
        var horizon = await HorizonOfMetricsAsync(guessed);

        (await HorizonOfMetricsAsync(guessed with { Stamp = RecordStamp.Start })).ShouldBe(horizon);
        (await HorizonOfMetricsAsync(guessed with { EnforcementLag = TimeSpan.FromSeconds(4) }))
            .ShouldBe(horizon - TimeSpan.FromSeconds(6));
    }

    private async Task<TimeSpan> HorizonOfMetricsAsync(GuardTiming timing)
    {
        var harness = new MinuteJobHarness(
            Policy(Ceiling with { Limit = new Limit.Spend(new Usd(100)), Brake = Brake.Predictive }), timing: timing);
        harness.World.IsLogging = false;
        // At the limit with one call: the horizon is told, and nothing of it was cut off.
        for (var i = 0; i < 10; i++)
        {
            harness.Call(Record(harness.Now, i < 5 ? 1 : i == 5 ? 95 : 0.1m), metricDelay: TimeSpan.FromMinutes(1));
            await harness.MinuteAsync();
        }

        return (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem().Evidence!.Horizon;
    }

    [Fact]
    public void A_reading_is_remembered_as_text()
    {
        var state = new MetricState(MinuteJobHarness.Start, null, true);

        MetricState.Parse(state.ToText()).ShouldBe(state);
        MetricState.Parse((state with { NewestMinute = MinuteJobHarness.Start }).ToText())
            .ShouldBe(state with { NewestMinute = MinuteJobHarness.Start });
        MetricState.Parse("damaged").ShouldBeNull();
    }

    private static Policy Policy(params Rule[] rules) => new() { Rules = rules };

    /// <summary>A call a minute until the account is stopped. Returns how many were served.</summary>
    private async Task<int> SpendAsync(MinuteJobHarness harness, int minutes, decimal dollarsPerMinute, bool watches = true)
    {
        var served = 0;
        for (var i = 0; i < minutes; i++)
        {
            if (harness.Call(
                Record(harness.Now, dollarsPerMinute), metricDelay: TimeSpan.FromMinutes(3), logDelay: TimeSpan.FromSeconds(20)))
            {
                served++;
            }

            await harness.MinuteAsync(watches);
        }

        return served;
    }

    // Opus 4.6 costs $27.50 for a million output tokens in a region.
    private Invocation Record(DateTimeOffset at, decimal dollars, string model = Opus) => new()
    {
        Id = new RecordId(World.Account, "us-east-1", new Guid(++_number, 0, 0, new byte[8])),
        Timestamp = at,
        Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/agent/s"),
        Model = ModelId.Parse(model),
        Tokens = new TokenUsage(0, (long)(dollars / 0.0000275m) + 1),
        HasTokenCounts = true,
    };
}
