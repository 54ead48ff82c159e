using KillSwitch.Core.Budgets;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Budgets;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.Budgets;

public class BudgetCheckTests
{
    private const string Account = "111122223333";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    private static readonly BudgetRule Ceiling = new() { Id = "budget", Budget = "bedrock", Stop = StopScope.Account };

    private static readonly BudgetFacts Facts = new()
    {
        Account = Account,
        Name = "bedrock",
        IsCost = true,
        Limit = 500,
        Unit = "USD",
        Actual = 612,
        ActualUnit = "USD",
        TimeUnit = BudgetTimeUnit.Monthly,
    };

    private readonly InMemoryLedger _ledger = new();
    private readonly InMemoryStopStore _stops = new();
    private readonly InMemoryBudgets _budgets = new();
    private readonly RecordingNotifier _notifier = new();
    private readonly InMemoryAccount _account = new(TimeSpan.FromSeconds(10), _ => false);
    private readonly GuardPorts _ports;
    private readonly Enforcement _enforcement;
    private readonly BudgetCheck _check;

    public BudgetCheckTests()
    {
        _ports = InMemoryPorts.Of(_account, Account) with { Ledger = _ledger, Book = _ledger, Stops = _stops, Notifier = _notifier };
        _enforcement = new Enforcement(_ports);
        _check = new BudgetCheck(_budgets, _enforcement);
        _budgets.Put(Facts);
    }

    [Fact]
    public async Task A_breach_that_AWS_confirms_and_the_guard_has_counted_stops_the_account()
    {
        await SpendAsync(598);

        var report = await HearAsync();

        var stop = report.Stops.ShouldHaveSingleItem();
        (stop.State, stop.Target, stop.ReleaseAt).ShouldBe((StopState.Enforced, new StopTarget.WholeAccount(Account), null));
        stop.Trip!.Window.ToString().ShouldBe("2026-11-01T00:00:00Z/2026-12-01T00:00:00Z");
        (stop.Evidence!.Measured, stop.Evidence.Limit, stop.Evidence.Total.Cost).ShouldBe((612m, 500m, new Usd(598)));
        stop.Evidence.Reason.ShouldBe(
            "account 111122223333 reached $612.00 of $500.00 since 2026-11-01 00:00 UTC, as AWS Budgets says; the guard itself counted "
            + "$598.00");
        StopMessage.Of(
            stop, new GuardAddress("KillSwitch", "us-east-1")).Subject.ShouldBe("STOPPED 111122223333: $612.00 of $500.00 (budget)");
        report.Notices.ShouldHaveSingleItem().Evidence.ShouldBe(stop.Evidence);
        report.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_message_again_and_the_hourly_check_change_nothing_even_after_a_restore()
    {
        await SpendAsync(598);
        var stop = (await HearAsync()).Stops[0];
        ShouldBeNothing(await HearAsync(now: Now.AddHours(1)));
        ShouldBeNothing(await _check.CheckRulesAsync(Policy(Ceiling), Now.AddHours(2), default));

        (await new Restoration(_enforcement).RunAsync(stop, Policy(Ceiling), 0, "ana", Now.AddHours(3), default))
            .ShouldBeOfType<RestoreResult.Done>().Stop.State.ShouldBe(StopState.Released);

        ShouldBeNothing(await HearAsync(now: Now.AddHours(4)));
        ShouldBeNothing(await _check.CheckRulesAsync(Policy(Ceiling), Now.AddDays(5), default));
        (await _stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_raise_gives_a_budget_room_for_the_rest_of_its_period_and_past_that_it_stops_once_more()
    {
        await SpendAsync(598);
        var stop = (await HearAsync()).Stops[0];
        var restoration = new Restoration(_enforcement);

        (await restoration.RunAsync(stop, Policy(Ceiling), 100, "ana", Now, default))
            .ShouldBeOfType<RestoreResult.WouldTripAgain>().Measured.ShouldBe(612);
        (await restoration.RunAsync(stop, Policy(Ceiling), 200, "ana", Now, default)).ShouldBeOfType<RestoreResult.Done>();

        ShouldBeNothing(await _check.CheckRulesAsync(Policy(Ceiling), Now.AddHours(2), default));
        _budgets.Put(Facts with { Actual = 701 });
        (await _check.CheckRulesAsync(Policy(Ceiling), Now.AddHours(3), default)).Stops.ShouldHaveSingleItem()
            .Evidence!.Limit.ShouldBe(700);
    }

    [Fact]
    public async Task A_rule_with_deny_takes_its_models_from_everyone_and_leaves_the_others_until_a_raise()
    {
        var policy = Policy(Ceiling with { Deny = new ModelSet("anthropic.claude-opus-*") });
        await SpendAsync(598);

        var stop = (await _check.CheckRulesAsync(policy, Now, default)).Stops.ShouldHaveSingleItem();

        (stop.State, stop.Denied.Name).ShouldBe((StopState.Enforced, "anthropic.claude-opus-* of account 111122223333"));
        (IsDenied("anthropic.claude-opus-4-6"), IsDenied("anthropic.claude-haiku-4-5")).ShouldBe((true, false));
        StopMessage.Of(stop, new GuardAddress("KillSwitch", "us-east-1")).Text.ShouldContain(
            "anthropic.claude-opus-*, for everyone who is not exempt, is denied.");
        ShouldBeNothing(await _check.CheckRulesAsync(policy, Now.AddHours(1), default));

        (await new Restoration(_enforcement).RunAsync(stop, policy, 200, "ana", Now, default)).ShouldBeOfType<RestoreResult.Done>();
        IsDenied("anthropic.claude-opus-4-6").ShouldBeFalse();
        ShouldBeNothing(await _check.CheckRulesAsync(policy, Now.AddHours(2), default));
        _budgets.Put(Facts with { Actual = 701 });
        (await _check.CheckRulesAsync(policy, Now.AddHours(3), default)).Stops.ShouldHaveSingleItem().Denied.ShouldBe(stop.Denied);

        bool IsDenied(string model) => _account.IsDenied(Replay.Calls.Call(1, 0, model: model) with { Timestamp = Now.AddMinutes(1) });
    }

    [Fact]
    public async Task The_hourly_check_finds_a_breach_that_no_message_told_of()
    {
        await SpendAsync(598);

        (await _check.CheckRulesAsync(Policy(Ceiling), Now, default)).Stops.ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task The_hourly_check_of_a_budget_that_is_not_over_says_nothing()
    {
        _budgets.Put(Facts with { Actual = 499.99m });
        await SpendAsync(598);

        ShouldBeNothing(await _check.CheckRulesAsync(Policy(Ceiling), Now, default));
    }

    [Fact]
    public async Task A_forged_message_changes_nothing_and_is_told_once()
    {
        _budgets.Put(Facts with { Actual = 80 });
        await SpendAsync(80);

        Told(await HearAsync()).ShouldBe("budgetNotConfirmed");
        ShouldBeNothing(await HearAsync());
        ShouldBeNothing(await HearAsync(now: Now.AddDays(3)));
        (await _stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_forged_message_does_not_hide_the_breach_that_comes_later_in_the_period()
    {
        _budgets.Put(Facts with { Actual = 80 });
        await HearAsync();
        _budgets.Put(Facts);
        await SpendAsync(598);

        (await HearAsync(now: Now.AddHours(1))).Stops.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_AWS_says_and_nobody_counted_stops_nothing_and_is_told_once_with_both_figures()
    {
        _budgets.Put(Facts with { Actual = 183_965_812_157.54m });
        await SpendAsync(300);

        var alert = (await HearAsync()).Alerts.ShouldHaveSingleItem();

        (alert.Kind, alert.Head).ShouldBe(("budgetImplausible", "BUDGET IMPLAUSIBLE"));
        alert.Text.ShouldContain("$183,965,812,157.54");
        alert.Text.ShouldContain("$300.00");
        alert.Remedy.ShouldBe("killswitch stop account --reason TEXT");
        ShouldBeNothing(await HearAsync());
        ShouldBeNothing(await _check.CheckRulesAsync(Policy(Ceiling), Now.AddHours(1), default));
        (await _stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_only_CloudWatch_has_counted_makes_a_breach_plausible()
    {
        const string model = "anthropic.claude-opus-4-6-v1";
        var hour = WindowCalendar.Of("UTC").Containing(WindowUnit.Hour, Now.AddHours(-5).ToUnixTimeSeconds());
        await _ledger.SetAsync(
            [(new CounterKey(MetricScope.Of(Account, "us-east-1", BedrockEndpoint.Runtime, model), hour),
            new Usage(9, new TokenUsage(0, 21_000_000), new Usd(577.5m)))], default);

        (await HearAsync()).Stops.ShouldHaveSingleItem().Evidence!.Total.Cost.ShouldBe(new Usd(577.5m));
    }

    [Fact]
    public async Task A_forecast_is_told_once_a_period_and_stops_nothing()
    {
        _budgets.Put(Facts with { Forecast = 701.5m });
        await SpendAsync(598);

        var alert = (await HearAsync(Message(BudgetAlertType.Forecasted))).Alerts.ShouldHaveSingleItem();

        (alert.Kind, alert.Head).ShouldBe(("budgetForecast", "BUDGET FORECAST"));
        // What AWS says, not what the message says.
        alert.Text.ShouldContain("$701.50");
        ShouldBeNothing(await HearAsync(Message(BudgetAlertType.Forecasted), Now.AddDays(2)));
        Told(await HearAsync(Message(BudgetAlertType.Forecasted), Now.AddDays(20))).ShouldBe("budgetForecast");
        (await _stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(499)]
    public async Task A_forged_forecast_is_told_as_not_confirmed_and_does_not_hide_the_true_one(int? forecast)
    {
        _budgets.Put(Facts with { Forecast = forecast });
        Told(await HearAsync(Message(BudgetAlertType.Forecasted))).ShouldBe("budgetNotConfirmed");
        _budgets.Put(Facts with { Forecast = 700 });

        Told(await HearAsync(Message(BudgetAlertType.Forecasted))).ShouldBe("budgetForecast");
    }

    [Theory]
    [InlineData(-60, -40)]
    [InlineData(-60, -2)]
    [InlineData(2, 40)]
    public async Task A_budget_of_a_period_that_is_not_now_stops_nothing(int start, int end)
    {
        _budgets.Put(Facts with { TimeUnit = BudgetTimeUnit.Custom, Start = Now.AddDays(start), End = Now.AddDays(end) });
        await SpendAsync(598);

        var report = await _check.CheckRulesAsync(Policy(Ceiling), Now, default);

        report.Stops.ShouldBeEmpty();
        report.Alerts.ShouldHaveSingleItem().Text.ShouldContain("no period now");
    }

    [Fact]
    public async Task A_budget_of_a_period_of_its_own_stops_while_it_lasts()
    {
        _budgets.Put(Facts with { TimeUnit = BudgetTimeUnit.Custom, Start = Now.AddDays(-10), End = Now.AddDays(20) });
        await SpendAsync(598);

        (await _check.CheckRulesAsync(Policy(Ceiling), Now, default)).Stops.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_observe_mode_the_stop_is_told_and_nothing_is_cut()
    {
        await SpendAsync(598);

        var stop = (await HearAsync(policy: Policy(Ceiling) with { Mode = PolicyMode.Observe })).Stops.ShouldHaveSingleItem();

        stop.State.ShouldBe(StopState.Observed);
        IsDenied().ShouldBeFalse();
    }

    [Fact]
    public async Task A_rule_that_wants_approval_waits_for_a_person()
    {
        await SpendAsync(598);
        var stop = (await HearAsync(policy: Policy(Ceiling with { Approval = Approval.Manual }))).Stops.ShouldHaveSingleItem();
        stop.State.ShouldBe(StopState.AwaitingApproval);
        IsDenied().ShouldBeFalse();

        await _enforcement.CommandAsync(stop, new StopCommand.Approve(Now, "ana"), default);

        IsDenied().ShouldBeTrue();
    }

    [Fact]
    public async Task A_ceiling_never_waits_behind_another()
    {
        await SpendAsync(598);
        var policy = Policy(
            Ceiling, Ceiling with { Id = "budget-90", AtPercent = 90 }) with
        {
            MaxStops =
            new MaxStops(1, WindowUnit.Hour)
        };

        (await HearAsync(policy: policy)).Stops.Select(stop => stop.State).ShouldBe([StopState.Enforced, StopState.Enforced]);
    }

    [Fact]
    public async Task A_rule_that_stops_nothing_tells_once()
    {
        await SpendAsync(598);
        var rule = Ceiling with { Stop = StopScope.None };

        var report = await HearAsync(policy: Policy(rule));
        (report.Stops.Count, report.Alerts.Count).ShouldBe((0, 0));
        var message = NoticeMessage.Of(report.Notices.ShouldHaveSingleItem(), new GuardAddress("KillSwitch", "us-east-1"));
        message.Subject.ShouldBe("OVER LIMIT account 111122223333: $612.00 of $500.00 (budget)");
        ShouldBeNothing(await HearAsync(policy: Policy(rule)));
    }

    [Fact]
    public async Task A_rule_at_a_part_of_the_budget_stops_at_that_part()
    {
        _budgets.Put(Facts with { Actual = 460 });
        await SpendAsync(450);
        var policy = Policy(Ceiling, Ceiling with { Id = "early", AtPercent = 90 });

        (await HearAsync(policy: policy)).Stops.ShouldHaveSingleItem().Trip!.Rule.ShouldBe("early");
    }

    [Fact]
    public async Task A_true_alert_below_what_any_rule_stops_at_is_told_as_reached()
    {
        _budgets.Put(Facts with { Actual = 420 });

        Told(await HearAsync(Message(threshold: "400"))).ShouldBe("budgetReached");
    }

    [Theory]
    [InlineData("80%", "budgetReached")]
    [InlineData("90%", "budgetNotConfirmed")]
    public async Task A_threshold_may_be_a_percentage_of_the_limit(string threshold, string kind)
    {
        _budgets.Put(Facts with { Actual = 420 });

        Told(await HearAsync(Message() with { Threshold = BudgetAmount.Parse(threshold)!.Value })).ShouldBe(kind);
    }

    [Fact]
    public async Task A_budget_that_no_rule_is_bound_to_is_told_and_stops_nothing()
    {
        await SpendAsync(598);

        (await HearAsync(policy: Policy())).Alerts.ShouldHaveSingleItem().Text.ShouldContain("No rule of the policy is bound to it");
    }

    [Theory]
    [InlineData("another account", "the message is about another account")]
    [InlineData("no such budget", "there is no such budget")]
    [InlineData("refused", "not authorized")]
    [InlineData("euros", "the budget is not in US dollars")]
    public async Task What_cannot_be_known_changes_nothing_and_is_told_once(string situation, string reason)
    {
        await SpendAsync(598);
        var message = Message();
        switch (situation)
        {
            case "another account": message = message with { Account = "999988887777" }; break;
            case "no such budget": message = message with { BudgetName = "none" }; break;
            case "refused": _budgets.Refusal = "not authorized"; break;
            default: _budgets.Put(Facts with { Unit = "EUR" }); break;
        }

        (await HearAsync(message)).Alerts.ShouldHaveSingleItem().Text.ShouldContain(reason);
        ShouldBeNothing(await HearAsync(message));
        (await _stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Any_number_of_names_that_nobody_knows_are_told_of_once_a_day()
    {
        for (var i = 0; i < 20; i++)
            await HearAsync(Message() with { BudgetName = $"made up {i}" });

        _notifier.Alerts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rule_that_is_bound_to_no_budget_is_told_of_by_the_hourly_check_once_a_month()
    {
        var policy = Policy(Ceiling with { Budget = "misspelt" });

        (await _check.CheckRulesAsync(policy, Now, default)).Alerts.ShouldHaveSingleItem().Text.ShouldContain("there is no such budget");
        ShouldBeNothing(await _check.CheckRulesAsync(policy, Now.AddHours(1), default));
    }

    [Fact]
    public async Task A_rule_for_another_account_is_not_bound_here()
    {
        await SpendAsync(598);
        var rule = Ceiling with { Match = [new FieldMatch(Dimension.Account, [new Glob("9999*")])] };

        (await HearAsync(policy: Policy(rule))).Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task At_the_turn_of_the_month_the_figure_of_the_old_one_neither_stops_again_nor_alarms()
    {
        await SpendAsync(598);
        var stop = (await HearAsync()).Stops[0];
        await _enforcement.CommandAsync(stop, new StopCommand.Restore(Now, "ana"), default);

        ShouldBeNothing(await _check.CheckRulesAsync(Policy(Ceiling), new DateTimeOffset(2026, 12, 1, 6, 0, 0, TimeSpan.Zero), default));
    }

    [Fact]
    public async Task A_new_period_stops_anew()
    {
        await SpendAsync(598);
        await HearAsync();
        var next = Now.AddMonths(1);
        await SpendAsync(600, next.AddHours(-2));

        (await HearAsync(now: next)).Stops.ShouldHaveSingleItem().Trip!.Window.From.ShouldBe(
            new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Of_a_long_period_only_what_is_on_record_is_held_against_what_AWS_says()
    {
        _budgets.Put(Facts with { Limit = 9_000, Actual = 10_000, TimeUnit = BudgetTimeUnit.Annually });
        await SpendAsync(400);

        (await HearAsync()).Stops.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_deny_that_fails_is_tried_again_by_the_next_message()
    {
        await SpendAsync(598);
        var check = new BudgetCheck(_budgets, new Enforcement(_ports with { Enforcer = new NotYet() }));
        (await check.HearAsync(Message(), Policy(Ceiling), Now, default)).Stops.ShouldHaveSingleItem().State.ShouldBe(StopState.Failed);

        (await HearAsync()).Stops.ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task An_anomaly_is_told_once_a_day_and_stops_nothing()
    {
        var anomaly = AnomalyMessage.Parse(
            """{"anomalyId":"a","dimensionalValue":"Bedrock\u202E","impact":{"totalImpact":1001},"rootCauses":[{"service":"s","usageType":"u"}]}""").ShouldNotBeNull();

        var alert = (await _check.HearAsync(anomaly, Now, default)).Alerts.ShouldHaveSingleItem();

        alert.Kind.ShouldBe("costAnomaly");
        AlertMessage.Of(alert, new GuardAddress("KillSwitch", "us-east-1")).Text.ShouldContain("$1,001.00");
        ShouldBeNothing(await _check.HearAsync(anomaly, Now.AddHours(2), default));
        Told(await _check.HearAsync(anomaly, Now.AddDays(1), default)).ShouldBe("costAnomaly");
    }

    [Fact]
    public async Task Anomalies_without_end_are_told_of_together()
    {
        var anomaly = AnomalyMessage.Parse("""{"anomalyId":"a","impact":{"totalImpact":1}}""")!;
        var told = new List<string>();
        for (var i = 0; i < 100; i++)
            told.AddRange((await _check.HearAsync(anomaly with { Id = "a" + i }, Now, default)).Alerts.Select(alert => alert.Subject));

        told.Count.ShouldBe(6);
        told[^1].ShouldBe("more than 5 today");
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_once_a_day_for_each_reason()
    {
        Told(await _check.HearUnreadableAsync("it lacks `Alert Type`", "a", Now, default)).ShouldBe("budgetUnreadable");
        ShouldBeNothing(await _check.HearUnreadableAsync("it lacks `Alert Type`", "b", Now, default));
        Told(await _check.HearUnreadableAsync("it lacks `Budget Name`", "c", Now, default)).ShouldBe("budgetUnreadable");
    }

    private ValueTask<BudgetReport> HearAsync(BudgetMessage? message = null, DateTimeOffset? now = null, Policy? policy = null) =>
        _check.HearAsync(message ?? Message(), policy ?? Policy(Ceiling), now ?? Now, default);

    private static BudgetMessage Message(BudgetAlertType type = BudgetAlertType.Actual, string threshold = "500") => new(
        Account, "bedrock", "Cost", BudgetAmount.Parse("$500.00")!.Value, type, ">", BudgetAmount.Parse("$" + threshold)!.Value,
        BudgetAmount.Parse("$612.00")!.Value);

    private static Policy Policy(params Rule[] rules) => new() { Rules = rules };

    private async Task SpendAsync(decimal dollars, DateTimeOffset? at = null)
    {
        var time = at ?? Now.AddHours(-5);
        var hour = WindowCalendar.Of("UTC").Containing(WindowUnit.Hour, time.ToUnixTimeSeconds());
        await _ledger.CountAsync(
            [new Posting(new RecordId(Account, "us-east-1", Guid.NewGuid()), time, new Usage(1, default, new Usd(dollars)),
                [new CounterKey($"account={Account}", hour)])], default);
    }

    private bool IsDenied() => _account.IsDenied(new Invocation
    {
        Id = new RecordId(Account, "us-east-1", Guid.NewGuid()),
        Timestamp = Now.AddMinutes(5),
        Caller = Caller.Parse($"arn:aws:iam::{Account}:user/u"),
        Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
        Operation = "InvokeModel",
        Tokens = new TokenUsage(InputTokens: 1),
        HasTokenCounts = true,
    });

    private static string Told(BudgetReport report) => report.Alerts.ShouldHaveSingleItem().Kind;

    private static void ShouldBeNothing(BudgetReport report) =>
        (report.Stops.Count, report.Notices.Count, report.Alerts.Count).ShouldBe((0, 0, 0));

    private sealed class NotYet : IEnforcer
    {
        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Failed(StopFailure.Throttled, "throttled"));

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(null);
    }
}
