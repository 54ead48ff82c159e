using KillSwitch.Core.Budgets;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Budgets;

public class BudgetVerdictTests
{
    private const string Account = "111122223333";
    private static readonly Window Month = new(1_000_000, 2_000_000);
    private static readonly Window MonthBefore = new(0, 1_000_000);

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

    public static TheoryData<string, BudgetFacts?, int, decimal, string> Table => new()
    {
        { "over, and the guard counted as much", Facts, 100, 600, "Breached" },
        { "over, and the guard counted a tenth", Facts, 100, 61.2m, "Breached" },
        { "over, and the guard counted just less", Facts, 100, 61.19m, "Implausible" },
        { "over, and the guard counted nothing", Facts, 100, 0, "Implausible" },
        { "the fault of July 2026", Facts with { Actual = 183_965_812_157.54m }, 100, 300, "Implausible" },
        { "at the limit to the cent", Facts with { Actual = 500 }, 100, 500, "Breached" },
        { "a cent below", Facts with { Actual = 499.99m }, 100, 500, "NotOver" },
        { "nothing spent, the guard says otherwise", Facts with { Actual = 0 }, 100, 900, "NotOver" },
        { "80 % reached", Facts with { Actual = 400 }, 80, 400, "Breached" },
        { "80 % not reached", Facts with { Actual = 399 }, 80, 400, "NotOver" },
        { "a spend below zero", Facts with { Actual = -1 }, 100, 600, "Implausible" },
        { "a limit of zero", Facts with { Limit = 0 }, 100, 600, "Implausible" },
        { "a limit below zero", Facts with { Limit = -500 }, 100, 600, "Implausible" },
        { "the greatest decimal", Facts with { Actual = decimal.MaxValue }, 100, 600, "Implausible" },
        { "the greatest limit", Facts with { Limit = decimal.MaxValue }, 100, 600, "Implausible" },
        { "no such budget", null, 100, 600, "Unknown: there is no such budget" },
        { "of another account", Facts with { Account = "999988887777" }, 100, 600, "Unknown: the budget is of another account" },
        { "of usage", Facts with { IsCost = false }, 100, 600, "Unknown: the budget is not one of costs" },
        { "without a limit", Facts with { Limit = null }, 100, 600, "Unknown: AWS gives no limit for it" },
        { "in euros", Facts with { Unit = "EUR" }, 100, 600, "Unknown: the budget is not in US dollars" },
        { "limit in dollars, spend in yuan", Facts with { ActualUnit = "CNY" }, 100, 600, "Unknown: the budget is not in US dollars" },
        { "without a spend", Facts with { Actual = null }, 100, 600, "Unknown: AWS gives no spend for it" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_AWS_and_the_guard_say_decide_together(
        string situation, BudgetFacts? facts, int atPercent, decimal own, string expected) =>
        Said(BudgetVerdict.Decide(facts, Account, atPercent, [Estimate(Month, own)])).ShouldBe(expected, situation);

    [Fact]
    public void Without_a_period_nothing_is_known() =>
        Said(BudgetVerdict.Decide(Facts, Account, 100, [])).ShouldBe("Unknown: the budget has no period now");

    [Theory]
    [InlineData(3, 600, "before")]
    [InlineData(580, 100, "current")]
    [InlineData(0, 0, "current")]
    // Nothing was counted before, and now more than twice of what AWS says by its figure of some hours ago.
    [InlineData(1500, 0, "current")]
    public void Early_in_a_period_the_figure_is_of_the_one_that_the_guards_count_fits(int current, int before, string period)
    {
        var verdict = BudgetVerdict.Decide(Facts, Account, 100, [Estimate(Month, current), Estimate(MonthBefore, before)]);

        var own = verdict switch
        {
            BudgetVerdict.Breached breached => breached.Own,
            BudgetVerdict.Implausible implausible => implausible.Own,
            _ => null,
        };
        own.ShouldNotBeNull().Period.ShouldBe(period == "before" ? MonthBefore : Month);
    }

    [Fact]
    public void Where_only_a_part_of_the_period_is_on_record_as_much_less_is_asked_for()
    {
        BudgetVerdict.Decide(Facts, Account, 100, [Estimate(Month, 7) with { Covered = 0.1m }]).ShouldBeOfType<BudgetVerdict.Breached>();
        BudgetVerdict.Decide(Facts, Account, 100, [Estimate(Month, 6) with { Covered = 0.1m }]).ShouldBeOfType<BudgetVerdict.Implausible>();
        BudgetVerdict.Decide(Facts, Account, 100, [Estimate(Month, 0) with { Covered = 0 }]).ShouldBeOfType<BudgetVerdict.Implausible>();
    }

    private static PeriodEstimate Estimate(Window period, decimal dollars) => new(period, new Usage(1, default, new Usd(dollars)));

    private static string Said(BudgetVerdict verdict) =>
        verdict is BudgetVerdict.Unknown unknown ? $"Unknown: {unknown.Reason}" : verdict.GetType().Name;
}
