using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using static KillSwitch.Account.Tests.Emulated.CapPolicy;

namespace KillSwitch.Account.Tests;

/// <summary>The policy in force is what counts, whatever was in force when a breach was seen.</summary>
public sealed class PolicyChangeStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    [Fact]
    public async Task A_limit_that_moved_lets_go_and_is_a_trip_of_its_own_when_it_is_passed_again()
    {
        var (moved, dropped) = (await guard.UserAsync("moved"), await guard.UserAsync("dropped"));
        (await guard.ApplyAsync(CapPolicy.Of(Cap("moved", "user/moved"), Cap("dropped", "user/dropped", "approval: manual")))).Succeeded();
        await guard.DeliverAsync([.. Calls.Of("user/moved", 4), .. Calls.Of("user/dropped", 4)]);
        (await guard.InvokesAsync(moved)).ShouldBeFalse();
        var (first, rejected) =
            ((await guard.StopsAsync("user/moved"))[0].GetProperty("id").GetString(), (await guard.StopsAsync("user/dropped"))[0]
            .GetProperty("id").GetString()!);
        (await guard.CliAsync("reject", rejected, "--reason", "agreed")).Succeeded();

        var raised = CapPolicy.Of(Cap("moved", "user/moved", limit: 30), Cap("dropped", "user/dropped", "approval: manual", limit: 30));
        (await guard.ApplyAsync(raised)).Succeeded().Flat()
            .ShouldContain($"user/moved {first}: its rule has another limit in the policy in force");
        await guard.WatchAsync();
        (await guard.InvokesAsync(moved)).ShouldBeTrue();
        Count("user/moved", "RESTORED").ShouldBe(1);

        await guard.DeliverAsync([.. Calls.Of("user/moved", 25), .. Calls.Of("user/dropped", 25)]);
        (await guard.InvokesAsync(moved)).ShouldBeFalse();
        (await guard.StopsAsync("user/moved")).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldNotBe(first);
        (await guard.StopsAsync("user/dropped")).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("awaitingApproval");
        (await guard.InvokesAsync(dropped)).ShouldBeTrue();
        Count("user/moved", "STOPPED").ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_exempted_while_it_is_stopped_is_let_go_within_a_minute_told_and_left_alone()
    {
        var (stopped, waits) = (await guard.UserAsync("freed"), await guard.UserAsync("freed-waiting"));
        var before = CapPolicy.Of(Cap("freed", "user/freed"), Cap("freed-waiting", "user/freed-waiting", "approval: manual"));
        (await guard.ApplyAsync(before)).Succeeded();
        await guard.DeliverAsync([.. Calls.Of("user/freed", 4), .. Calls.Of("user/freed-waiting", 4)]);
        (await guard.InvokesAsync(stopped)).ShouldBeFalse();
        var waiting = (await guard.StopsAsync("user/freed-waiting"))[0].GetProperty("id").GetString()!;

        var applied = await guard.ApplyAsync(before.With("exempt: [\"user/freed*\"]"));
        applied.Succeeded().Flat().ShouldContain("the policy in force exempts user/freed ");
        (await guard.CliAsync("approve", waiting)).Error.ShouldContain("exempts user/freed-waiting");
        await guard.WatchAsync();

        // It goes on spending, and no path cuts it off again.
        await guard.DeliverAsync([.. Calls.Of("user/freed", 20), .. Calls.Of("user/freed-waiting", 20)]);
        await guard.WatchAsync();
        (await guard.InvokesAsync(stopped)).ShouldBeTrue();
        (await guard.InvokesAsync(waits)).ShouldBeTrue();
        (await guard.StopsAsync("user/freed")).ShouldBeEmpty();
        (await guard.CliAsync("stop", "user/freed", "--reason", "no")).ExitCode.ShouldBe(1);
        Count("user/freed", "STOPPED").ShouldBe(1);
        Count("user/freed", "RESTORED").ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_is_an_exception_stops_at_a_limit_of_their_own_and_one_that_comes_lets_go()
    {
        var (all, dear, free) =
            (await guard.UserAsync("exc-all"), await guard.UserAsync("exc-dear"), await guard.UserAsync("exc-free"));
        const string exceptions =
            "{ match: { principal: \"user/exc-dear\" }, limit: { usd: 20 } }, { match: { principal: \"user/exc-free\" }, limit: none }";
        (await guard.ApplyAsync(CapPolicy.Of(Cap("exc", "user/exc-*", $"exceptions: [{exceptions}]")))).Succeeded();

        await guard.DeliverAsync([.. Calls.Of("user/exc-all", 5), .. Calls.Of("user/exc-dear", 5), .. Calls.Of("user/exc-free", 5)]);
        (await guard.InvokesAsync(all)).ShouldBeFalse();
        (await guard.InvokesAsync(dear)).ShouldBeTrue();
        await guard.DeliverAsync([.. Calls.Of("user/exc-dear", 20), .. Calls.Of("user/exc-free", 20)]);
        (await guard.InvokesAsync(dear)).ShouldBeFalse();
        (await guard.InvokesAsync(free)).ShouldBeTrue();
        (await guard.StopsAsync("user/exc-dear")).ShouldHaveSingleItem().GetProperty("limit").GetDecimal().ShouldBe(20);

        (await guard.ApplyAsync(CapPolicy.Of(Cap(
            "exc", "user/exc-*", $"exceptions: [{exceptions}, {{ match: {{ principal: \"user/exc-all\" }}, limit: {{ usd: 50 }} }}]"))))
            .Succeeded();
        await guard.WatchAsync();
        (await guard.InvokesAsync(all)).ShouldBeTrue();
        (await guard.InvokesAsync(dear)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_rule_another_window_and_another_time_zone_start_from_the_hours_that_were_counted()
    {
        var key = await guard.UserAsync("past-new");
        // A zone in which no month turns within the story.
        var zone = DateTime.UtcNow.Hour is 22 or 23 ? "Pacific/Honolulu" : "Europe/Berlin";
        string[] users = ["user/past-new", "user/past-week", "user/past-zone"];
        (await guard.ApplyAsync(
            CapPolicy.Of(Cap("past-week", "user/past-week", limit: 1000), Cap("past-zone", "user/past-zone", limit: 1000, every: "month"))))
            .Succeeded();
        // $204.65 of each.
        await guard.DeliverAsync(users.SelectMany(user => Calls.Of(user, 186)));

        var next = CapPolicy.Of(
            Cap("past-new", "user/past-new", limit: 100, every: "month"),
            Cap("past-week", "user/past-week", limit: 1000, every: "month"),
            Cap("past-zone", "user/past-zone", limit: 1000, every: "month")).With("timezone: " + zone);
        var refused = await guard.ApplyAsync(next);
        refused.ExitCode.ShouldBe(1, refused.Output);
        refused.Output.Flat().ShouldContain("user/past-new past-new: $204.65 of $100.00 since ");
        var starts = JsonDocument.Parse((await guard.ApplyAsync(next, "--yes", "--output", "json")).Succeeded()).RootElement.GetProperty(
            "starts").EnumerateArray().ToList();
        starts.Select(start =>
            (start.GetProperty("rule").GetString(), Math.Round(start.GetProperty("counters")[0].GetProperty("measured").GetDecimal(), 2)))
            .ShouldBe([("past-new", 204.65m), ("past-week", 204.65m), ("past-zone", 204.65m)]);

        await guard.WatchAsync();
        (await guard.InvokesAsync(key)).ShouldBeFalse();
        var stop = (await guard.StopsAsync("user/past-new")).ShouldHaveSingleItem();
        Math.Round(stop.GetProperty("measured").GetDecimal(), 2).ShouldBe(204.65m);

        // Exact from here on: what is counted now is added once, and the past is not added again.
        await guard.DeliverAsync(Calls.Of("user/past-new", 10));
        await guard.WatchAsync();
        var byNow = (await guard.JsonAsync("explain", stop.GetProperty("id").GetString()!)).GetProperty("measuredByNow").GetDecimal();
        Math.Round(byNow, 2).ShouldBe(215.65m);
    }

    private int Count(string target, string head) =>
        guard.ToldOf(target).Count(one => one.Subject.StartsWith(head, StringComparison.Ordinal));
}
