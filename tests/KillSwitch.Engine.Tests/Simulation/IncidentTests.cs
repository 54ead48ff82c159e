using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Simulation;

namespace KillSwitch.Engine.Tests.Simulation;

public class IncidentTests
{
    private static readonly IReadOnlyList<Invocation> Records = Incident.Generate(seed: 1);

    private static IEnumerable<Invocation> Served => Records.Where(record => !record.IsRefused);

    [Fact]
    public void It_costs_what_was_published_to_the_cent()
    {
        Served.Aggregate(default(TokenUsage), (sum, record) => sum + record.Tokens).ShouldBe(Incident.Tokens);
        Math.Round(Served.Sum(Cost), 6).ShouldBe(37901.73m);
    }

    [Fact]
    public void Each_kind_of_token_costs_what_was_published()
    {
        (Incident.Tokens.InputTokens * 5.5m / 1_000_000).ShouldBeInRange(35_550, 35_650);
        (Incident.Tokens.CacheReadInputTokens * 0.55m / 1_000_000).ShouldBeInRange(918, 919);
        (Incident.Tokens.CacheWriteInputTokens * 6.875m / 1_000_000).ShouldBeInRange(697.5m, 698.5m);
        (Incident.Tokens.OutputTokens * 27.5m / 1_000_000).ShouldBeInRange(697.5m, 698.5m);
    }

    [Fact]
    public void One_input_token_in_five_came_from_the_cache() =>
        ((decimal)Incident.Tokens.CacheReadInputTokens / Incident.Tokens.TotalInputTokens).ShouldBeInRange(0.20m, 0.21m);

    [Fact]
    public void It_runs_in_order_over_nine_days_of_one_month()
    {
        Records.ShouldBe(Records.OrderBy(record => record.Timestamp), ignoreOrder: false);
        (Records[^1].Timestamp - Records[0].Timestamp).TotalDays.ShouldBeInRange(8.9, 9);
        Records.Select(record => record.Timestamp.Month).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Calls_look_like_an_agents()
    {
        Served.Count().ShouldBeInRange(45_000, 120_000);
        Served.Max(record => record.Tokens.TotalInputTokens).ShouldBeLessThan(200_000);
        Served.Min(record => record.Tokens.TotalInputTokens).ShouldBeGreaterThan(10_000);
        Served.Max(Cost).ShouldBeLessThan(1.5m);
        Records.Count(record => record.IsRefused).ShouldBeInRange(50, 500);
        Records.Select(record => record.Id).Distinct().Count().ShouldBe(Records.Count);
        Records.Select(record => record.Caller.Session).Distinct().Count().ShouldBe(2 * 2 * Incident.Days);
        Served.ShouldAllBe(record => record.Tokens.InputTokens >= 0 && record.Tokens.CacheReadInputTokens >= 0
            && record.Tokens.CacheWriteInputTokens >= 0 && record.Tokens.OutputTokens > 0);
    }

    [Fact]
    public void Days_are_busier_than_nights_and_nights_are_not_silent()
    {
        var hours = Served.GroupBy(record => (record.Timestamp.Day, record.Timestamp.Hour))
            .ToDictionary(hour => hour.Key, hour => hour.Sum(Cost));
        var day = Enumerable.Range(13, 5).SelectMany(date => Enumerable.Range(9, 10).Select(hour => hours[(date, hour)])).Average();
        var night = Enumerable.Range(13, 5)
            .SelectMany(date => new[] { 1, 2, 3, 4, 22, 23 }.Select(hour => hours.GetValueOrDefault((date, hour)))).Average();

        night.ShouldBeGreaterThan(10);
        day.ShouldBeGreaterThan(2 * night);
        hours.Values.Max().ShouldBeLessThan(1000);
    }

    [Fact]
    public void A_seed_is_a_workload()
    {
        Incident.Generate(1).ShouldBe(Records);
        Incident.Generate(2).ShouldNotBe(Records);
        Incident.Generate(2).Aggregate(default(TokenUsage), (sum, record) => sum + record.Tokens).ShouldBe(Incident.Tokens);
    }

    private static decimal Cost(Invocation record) =>
        ((record.Tokens.InputTokens * 5.5m) + (record.Tokens.CacheReadInputTokens * 0.55m)
            + (record.Tokens.CacheWriteInputTokens * 6.875m) + (record.Tokens.OutputTokens * 27.5m)) / 1_000_000;
}
