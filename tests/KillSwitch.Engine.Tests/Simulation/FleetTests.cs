using KillSwitch.Engine.Simulation;

namespace KillSwitch.Engine.Tests.Simulation;

public class FleetTests
{
    [Fact]
    public void Most_behave_some_leak_and_exactly_one_runs_away()
    {
        var plan = FleetPlan.Make(principals: 200, days: 14, seed: 1);

        plan.Members.Count(member => member.Conduct == Conduct.RunsAway).ShouldBe(1);
        plan.Members.Count(member => member.Conduct == Conduct.Leaks).ShouldBeInRange(4, 30);
        plan.Members.Select(member => member.Arn).Distinct().Count().ShouldBe(200);
        plan.Members.Select(member => member.Model).Distinct().Count().ShouldBeGreaterThan(4);
    }

    [Fact]
    public void Calls_come_in_order_from_every_member_over_all_days()
    {
        var plan = FleetPlan.Make(principals: 30, days: 3, seed: 1);
        var calls = Fleet.Generate(plan, seed: 1).ToList();

        calls.ShouldBe(calls.OrderBy(call => call.Timestamp), ignoreOrder: false);
        calls.Select(call => call.Caller.Principal.Name).Distinct().Count().ShouldBe(30);
        calls.Select(call => call.Timestamp.Day).Distinct().ShouldBe([1, 2, 3]);
        calls.Select(call => call.Id).Distinct().Count().ShouldBe(calls.Count);
        calls.Count(call => call.IsRefused).ShouldBeInRange(1, calls.Count / 100);
    }

    [Fact]
    public void The_runaway_reads_more_than_anyone_and_leaks_have_no_cache()
    {
        var plan = FleetPlan.Make(principals: 40, days: 5, seed: 3);
        var calls = Fleet.Generate(plan, seed: 3).ToLookup(call => call.Caller.Principal.Name);
        var runaway = plan.Members.Single(member => member.Conduct == Conduct.RunsAway).Principal;

        calls.MaxBy(own => own.Sum(call => call.Tokens.UncachedInputTokens))!.Key.ShouldBe(runaway);
        foreach (var leak in plan.Members.Where(member => member.Conduct == Conduct.Leaks))
            calls[leak.Principal].Sum(call => call.Tokens.CacheReadInputTokens).ShouldBe(0);
    }

    [Fact]
    public void A_seed_is_a_fleet()
    {
        var plan = FleetPlan.Make(10, 2, seed: 7);

        FleetPlan.Make(10, 2, seed: 7).Members.ShouldBe(plan.Members);
        Fleet.Generate(plan, 7).Select(call => (call.Id, call.Timestamp, call.Tokens))
            .ShouldBe(Fleet.Generate(plan, 7).Select(call => (call.Id, call.Timestamp, call.Tokens)));
        Fleet.Generate(plan, 8).First().Id.ShouldNotBe(Fleet.Generate(plan, 7).First().Id);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10_001, 1)]
    [InlineData(2, 0)]
    [InlineData(2, 91)]
    public void Bounds_are_kept(int principals, int days) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FleetPlan.Make(principals, days, 1));
}
