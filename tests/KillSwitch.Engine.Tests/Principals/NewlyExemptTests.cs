using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Principals;

namespace KillSwitch.Engine.Tests.Principals;

public class NewlyExemptTests
{
    private static readonly DateTimeOffset Applied = new(2026, 4, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly ListedAccount _account = new();
    private readonly GuardPorts _stores = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false), ListedAccount.Account);
    private readonly RecordingNotifier _notifier = new();

    [Fact]
    public async Task Who_was_there_when_the_policy_was_put_in_force_is_no_news()
    {
        _account.Add("role/BreakGlass", Applied.AddDays(-300));
        _account.Add("user/BreakGlass-ana", Applied);

        (await LookAsync(Applied.AddMinutes(4))).ShouldBeNull();
        (await LookAsync(Applied.AddMinutes(8))).ShouldBeNull();

        _notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_that_is_made_to_fit_a_pattern_is_told_once_whatever_restarts_in_between()
    {
        _account.Add("role/BreakGlass", Applied.AddDays(-300));
        await LookAsync(Applied.AddMinutes(4));
        _account.Add("role/BreakGlass2", Applied.AddMinutes(6), path: "/teams/");
        await SpendAsync("role/BreakGlass2", 7.5m, calls: 3, Applied.AddMinutes(7));

        foreach (var minute in (int[])[8, 12, 16, 3000])
            (await LookAsync(Applied.AddMinutes(minute))).ShouldNotBeNull().Kind.ShouldBe(GuardCondition.NewlyExempt);

        var told = _notifier.Alerts.ShouldHaveSingleItem();
        told.Head.ShouldBe("NEWLY EXEMPT");
        told.Subject.ShouldBe("role/BreakGlass2 is never stopped");
        told.Text.ShouldBe(
            "role/BreakGlass2 was made on 2026-04-24 09:06:00 UTC, after the policy was put in force, and `role/BreakGlass*` of `exempt` "
            + "takes it in: no rule stops it. In the last 24 hours it spent $7.50 in 3 calls.");
        told.Remedy.ShouldNotBeNull().ShouldContain("CreateRole");
    }

    [Fact]
    public async Task A_role_that_was_made_between_the_policy_and_the_first_look_is_new()
    {
        _account.Add("role/BreakGlass2", Applied.AddSeconds(1));

        (await LookAsync(Applied.AddMinutes(1))).ShouldNotBeNull().Subject.ShouldBe("role/BreakGlass2 is new and exempt");
    }

    [Fact]
    public async Task A_role_that_is_deleted_and_made_again_under_its_exempt_name_is_another()
    {
        var policy = Exempting("role/oncall");
        _account.Add("role/oncall", Applied.AddDays(-1));
        await LookAsync(Applied.AddMinutes(4), policy);
        _account.Everyone.Clear();
        _account.Add("role/oncall", Applied.AddMinutes(5));

        (await LookAsync(Applied.AddMinutes(8), policy)).ShouldNotBeNull();
        (await LookAsync(Applied.AddMinutes(12), policy)).ShouldNotBeNull();
        // Named in full, it is meant; for a day it is shown.
        (await LookAsync(Applied.AddDays(2), policy)).ShouldBeNull();

        _notifier.Alerts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Whom_a_later_version_of_the_policy_exempts_was_there_and_is_no_news()
    {
        await LookAsync(Applied.AddMinutes(4));
        _account.Add("role/oncall", Applied.AddHours(1));
        await LookAsync(Applied.AddHours(2));

        (await LookAsync(Applied.AddHours(4), Exempting("role/BreakGlass*", "role/on*"), applied: Applied.AddHours(3))).ShouldBeNull();
        (await LookAsync(Applied.AddHours(5), Exempting("role/BreakGlass*", "role/on*"), applied: Applied.AddHours(3))).ShouldBeNull();

        _notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_policy_that_is_applied_again_hides_no_role_that_was_made_just_before()
    {
        await LookAsync(Applied.AddMinutes(4));
        _account.Add("role/BreakGlass2", Applied.AddMinutes(5));

        await LookAsync(Applied.AddMinutes(8), Exempting("role/BreakGlass*", "role/on*"), applied: Applied.AddMinutes(6));

        _notifier.Alerts.ShouldHaveSingleItem().Subject.ShouldBe("role/BreakGlass2 is never stopped");
    }

    [Fact]
    public async Task To_name_it_in_full_says_that_it_is_meant_and_to_delete_it_ends_it()
    {
        await LookAsync(Applied.AddMinutes(4));
        _account.Add("role/BreakGlass2", Applied.AddMinutes(5));
        _account.Add("role/BreakGlass3", Applied.AddMinutes(5));
        await LookAsync(Applied.AddMinutes(8));
        _account.Everyone.RemoveAt(1);

        var left = await LookAsync(Applied.AddDays(2));
        left.ShouldNotBeNull().Subject.ShouldBe("role/BreakGlass2 is new and exempt");
        (await LookAsync(Applied.AddDays(2).AddMinutes(4), Exempting("role/BreakGlass*", "role/BreakGlass2"), applied: Applied.AddDays(2)))
            .ShouldBeNull();
    }

    [Fact]
    public async Task A_caller_that_IAM_does_not_list_is_told_too()
    {
        var policy = Exempting("arn:aws:sts::*:federated-user/oncall*");
        await SpendAsync("arn:aws:sts::111122223333:federated-user/oncall-ana", 1, calls: 1, Applied.AddMinutes(-30));
        await LookAsync(Applied.AddMinutes(4), policy);
        await SpendAsync("arn:aws:sts::111122223333:federated-user/oncall-x", 2, calls: 1, Applied.AddMinutes(5));

        await LookAsync(Applied.AddMinutes(8), policy);
        await LookAsync(Applied.AddMinutes(12), policy);

        _notifier.Alerts.ShouldHaveSingleItem().Text.ShouldContain("federated-user/oncall-x was seen for the first time as a caller");
    }

    [Fact]
    public async Task A_role_that_called_and_is_deleted_is_not_told_as_a_stranger()
    {
        _account.Add("role/BreakGlass", Applied.AddDays(-300));
        await SpendAsync("role/BreakGlass", 1, calls: 1, Applied.AddMinutes(1));
        await LookAsync(Applied.AddMinutes(4));
        _account.Add("role/BreakGlass2", Applied.AddMinutes(5));
        await LookAsync(Applied.AddMinutes(8));
        await SpendAsync("role/BreakGlass2", 1, calls: 1, Applied.AddMinutes(9));
        _account.Everyone.Clear();

        await LookAsync(Applied.AddMinutes(12));
        await LookAsync(Applied.AddMinutes(16));

        _notifier.Alerts.ShouldHaveSingleItem().Subject.ShouldBe("role/BreakGlass2 is never stopped");
    }

    [Fact]
    public async Task A_flood_of_names_is_told_in_turn_and_each_once()
    {
        await LookAsync(Applied.AddMinutes(4));
        foreach (var number in Enumerable.Range(0, 25))
            _account.Add($"role/BreakGlass-{number}", Applied.AddMinutes(5));

        foreach (var look in Enumerable.Range(2, 6))
            await LookAsync(Applied.AddMinutes(4 * look));

        _notifier.Alerts.Select(alert => alert.Subject).Distinct().Count().ShouldBe(25);
        _notifier.Alerts.Count.ShouldBe(25);
    }

    [Fact]
    public async Task Whoever_dies_between_telling_and_keeping_tells_nobody_twice()
    {
        await LookAsync(Applied.AddMinutes(4));
        var before = await _stores.Memory.RecallAsync("exempt", default);
        _account.Add("role/BreakGlass2", Applied.AddMinutes(5));
        await LookAsync(Applied.AddMinutes(8));
        await _stores.Memory.KeepAsync("exempt", before!, default);

        await LookAsync(Applied.AddMinutes(9));

        _notifier.Alerts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Thousands_of_exempt_roles_grow_no_item_without_bound()
    {
        await LookAsync(Applied.AddMinutes(4));
        foreach (var number in Enumerable.Range(0, 1300))
            _account.Add($"role/BreakGlass-{number}", Applied.AddMinutes(5).AddSeconds(number));
        foreach (var look in Enumerable.Range(2, 140))
            await LookAsync(Applied.AddMinutes(4 * look));

        _notifier.Alerts.Count.ShouldBe(1300);
        (await _stores.Memory.RecallAsync("exempt", default))!.Length.ShouldBeLessThan(200_000);
        _account.Add("role/BreakGlass-last", Applied.AddDays(1));
        await LookAsync(Applied.AddDays(1).AddMinutes(4));
        _notifier.Alerts[^1].Subject.ShouldBe("role/BreakGlass-last is never stopped");
    }

    private static Policy Exempting(params string[] patterns) => new() { Exempt = [.. patterns.Select(pattern => new Glob(pattern))] };

    private async Task<Condition?> LookAsync(DateTimeOffset now, Policy? policy = null, DateTimeOffset? applied = null)
    {
        var rules = new RuleBook(policy ?? Exempting("role/BreakGlass*", "user/BreakGlass*"));
        var enforcement = new Enforcement(_stores with { Notifier = _notifier });
        return await new NewlyExempt(new CycleContext(rules, enforcement), applied ?? Applied)
            .LookAsync(_account.Everyone, now, default);
    }

    private async Task SpendAsync(string principal, decimal dollars, int calls, DateTimeOffset at)
    {
        var scope = ScopeText.Of(
            dimension =>
                dimension.Kind == DimensionKind.Account ? ListedAccount.Account : principal, [Dimension.Account, Dimension.Principal], "");
        var hour = WindowCalendar.Of("UTC").Containing(WindowUnit.Hour, at.ToUnixTimeSeconds());
        await _stores.Book.SetAsync([(new CounterKey(scope, hour), new Usage(calls, default, new Usd(dollars)))], default);
    }
}
