using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Tests.UsageReports;

public class UsageReportTests
{
    private static readonly UsageHour[] Hours =
    [
        new(new Window(0, 3600), [("account=1|region=us-east-1|model=a", Spent(1)), ("account=1|region=eu-west-1|model=a", Spent(2))]),
        new(new Window(3600, 7200), [("account=1|region=us-east-1|model=b", Spent(10))]),
    ];

    [Fact]
    public void A_model_is_counted_by_region_and_told_as_one()
    {
        var report = UsageReport.Of(new Window(0, 7200), Hours, UsageBy.Model, []);

        report.Rows.Select(row => (row.Name, row.Usage.Cost.Amount)).ShouldBe([("b", 10), ("a", 3)]);
        report.Rows[1].Hourly.ShouldBe([3, 0]);
        report.Total.Cost.Amount.ShouldBe(13);
        report.Hours.Select(hour => hour.Total.Cost.Amount).ShouldBe([3, 10]);
    }

    [Theory]
    [InlineData("region", new[] { "us-east-1", "eu-west-1" })]
    [InlineData("region,model", new[] { "us-east-1/b", "eu-west-1/a", "us-east-1/a" })]
    public void The_same_counters_tell_regions_and_both(string by, string[] names) =>
        UsageReport.Of(new Window(0, 7200), Hours, UsageBy.Parse(by)!, []).Rows.Select(row => row.Name).ShouldBe(names);

    [Theory]
    [InlineData("principal,model")]
    [InlineData("tag:team,principal")]
    [InlineData("user")]
    [InlineData("")]
    public void What_is_not_counted_together_is_not_told(string by) => UsageBy.Parse(by).ShouldBeNull();

    private static Usage Spent(decimal usd) => new(1, new TokenUsage(InputTokens: 1, OutputTokens: 0), new Usd(usd));
}
