using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>A pool that everyone with one value of an IAM tag shares.</summary>
public sealed class PoolStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    private const string Payments = "principalTag:team=payments";

    // The person at the command line is exempt, as people should be.
    private const string Policy = """
        version: 1
        exempt: ["role/on-call", "user/admin"]
        rules:
          - id: team-month
            match: { principalTag.team: [payments, search] }
            per: "principalTag:team"
            limit: { usd: 8 }
            every: month
            stop: principals
        """;

    [Fact]
    public async Task A_team_that_has_used_up_its_pool_is_denied_with_who_joins_it_later_and_one_restore_lets_all_of_it_go()
    {
        var (one, two) = (await RoleAsync("pay-api", "payments"), await RoleAsync("pay-batch", "payments"));
        var three = await RoleAsync("find", "search");
        var (late, spared) = (await RoleAsync("newcomer", null), await RoleAsync("on-call", "payments"));
        (await guard.ApplyAsync(Policy)).Succeeded();

        // Neither is over the limit by itself.
        await guard.DeliverAsync(Calls.Of("role/pay-api", 5).Concat(Calls.Of("role/find", 5)));
        (await guard.InvokesAsync(one)).ShouldBeTrue();
        await guard.DeliverAsync(Calls.Of("role/pay-batch", 5));

        (await AllAsync(one, two, three, late, spared)).ShouldBe([false, false, true, true, true]);
        var stop = (await guard.StopsAsync(Payments)).ShouldHaveSingleItem();
        (stop.GetProperty("rule").GetString(), stop.GetProperty("state").GetString()).ShouldBe(("team-month", "enforced"));
        var explained = (await guard.CliAsync("explain", stop.GetProperty("id").GetString()!)).Succeeded();
        explained.ShouldContain(Payments);
        guard.ToldOf(Payments).ShouldContain(told => told.Subject.Contains("STOPPED", StringComparison.Ordinal));
        (await guard.CliAsync("usage", "--by", "principalTag:team")).Succeeded().ShouldContain("payments");

        await TagAsync("newcomer", "payments");
        await guard.WatchAsync();
        (await AllAsync(one, two, three, late, spared)).ShouldBe([false, false, true, false, true]);

        // A stop of one of them is a stop of its own.
        (await guard.CliAsync("stop", "role/pay-api", "--reason", "a loop")).Succeeded();
        (await guard.CliAsync("restore", "role/pay-api")).Succeeded();
        (await guard.InvokesAsync(one)).ShouldBeFalse();

        (await guard.CliAsync("restore", Payments)).Error.Flat().ShouldContain("would trip again at once");
        (await guard.CliAsync("restore", Payments, "--raise", "50")).Succeeded();
        (await AllAsync(one, two, three, late, spared)).ShouldBe([true, true, true, true, true]);
        await guard.WatchAsync();
        (await guard.InvokesAsync(one)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_person_stops_a_team_by_hand_and_restores_it()
    {
        var (one, other) = (await RoleAsync("ops-a", "ops"), await RoleAsync("ops-b", null));
        (await guard.ApplyAsync(Policy)).Succeeded();

        (await guard.CliAsync("stop", "principalTag:team=ops", "--reason", "a loop")).Succeeded();
        (await AllAsync(one, other)).ShouldBe([false, true]);
        (await guard.CliAsync("restore", "principalTag:team=ops")).Succeeded();
        (await AllAsync(one, other)).ShouldBe([true, true]);
    }

    private async Task<AccessKey> RoleAsync(string name, string? team)
    {
        var key = await guard.RoleAsync(name);
        if (team is not null)
            await TagAsync(name, team);
        return key;
    }

    private async Task TagAsync(string role, string team) => await guard.IamAsync(
        "TagRole", ("RoleName", role), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", team));

    private async Task<IReadOnlyList<bool>> AllAsync(params AccessKey[] keys)
    {
        var passed = new List<bool>();
        foreach (var key in keys)
            passed.Add(await guard.InvokesAsync(key));
        return passed;
    }
}
