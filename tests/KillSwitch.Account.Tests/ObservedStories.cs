using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using static KillSwitch.Account.Tests.Emulated.CapPolicy;

namespace KillSwitch.Account.Tests;

/// <summary>Observed first, then enforced: the way that the documentation advises.</summary>
public sealed class ObservedStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    [Fact]
    public async Task What_was_only_seen_is_stopped_once_when_the_policy_says_so_and_whom_that_will_be_is_said_before()
    {
        var (asked, second, told) =
            (await guard.UserAsync("seen-asked"), await guard.UserAsync("seen-second"), await guard.UserAsync("seen-told"));
        string[] users = ["user/seen-asked", "user/seen-first", "user/seen-second", "user/seen-told"];
        await guard.UserAsync("seen-first");
        var cautious = CapPolicy.Of(
            Cap("asked", "user/seen-asked", "approval: manual"),
            Cap("counted", ["user/seen-first", "user/seen-second", "user/seen-old"]),
            Cap("told", "user/seen-told").Replace("stop: principal", "stop: none", StringComparison.Ordinal))
                .With("maxStops: { count: 1, every: month }");

        // Observed: nobody is stopped.
        (await guard.ApplyAsync(cautious.With("mode: observe"))).Succeeded();
        await guard.DeliverAsync(
            [.. users.SelectMany(user => Calls.Of(user, 4)), .. Calls.Of("user/seen-old", 4)
            .Select(call => call with { Timestamp = call.Timestamp.AddDays(-1) })]);
        (await StatesAsync([.. users, "user/seen-old"])).ShouldBe(["observed", "observed", "observed", "none", "observed"]);

        // Enforced: one is stopped, and the others wait, for one reason or the other.
        var enforced = await guard.ApplyAsync(cautious);
        enforced.ExitCode.ShouldBe(1, enforced.Output);
        enforced.Error.ShouldEndWith("killswitch: nothing was changed; the policy stops 2 targets at once, and `--yes` puts it in force\n");
        enforced.Output.Flat().ShouldContain("stops at once, 1 of these, and the others wait for you (`maxStops`):");
        enforced.Output.Flat().ShouldContain("user/seen-asked asked: $4.40 of $3.00 since ");
        enforced.Output.Flat().ShouldContain("closes 1 observed stop: its window is over");
        (await guard.JsonAsync("policy", "show")).GetProperty("yaml").GetString().ShouldBe(cautious.With("mode: observe"));
        (await guard.ApplyAsync(cautious, "--yes")).Succeeded();
        await guard.WatchAsync();
        (await StatesAsync(users)).ShouldBe(["awaitingApproval", "enforced", "awaitingApproval", "none"]);

        // The other way: what waits is closed, and cannot be approved any more.
        var waiting = (await guard.StopsAsync("user/seen-asked"))[0].GetProperty("id").GetString()!;
        (await guard.ApplyAsync(cautious.With("mode: observe"))).Succeeded().Flat()
            .ShouldContain("closes 2 waiting stops: the policy in force observes");
        var late = await guard.CliAsync("approve", waiting);
        late.ExitCode.ShouldBe(1, late.Output);
        late.Error.ShouldContain("the policy in force observes");
        await guard.WatchAsync();
        (await guard.InvokesAsync(asked)).ShouldBeTrue();

        // Nobody is asked any more, more may be stopped, and whoever was only told of is stopped, too.
        var strict = CapPolicy.Of(Cap("asked", "user/seen-asked"), Cap("counted", ["user/seen-first", "user/seen-second", "user/seen-old"]),
            Cap("told", "user/seen-told"));
        var applied = await guard.ApplyAsync(strict, "--yes", "--output", "json");
        JsonDocument.Parse(applied.Succeeded()).RootElement.GetProperty("stops").EnumerateArray()
            .Select(stop => stop.GetProperty("target").GetProperty("name").GetString())
                .ShouldBe(["user/seen-asked", "user/seen-second", "user/seen-told"]);
        await guard.WatchAsync();
        await guard.WatchAsync();
        await guard.DeliverAsync(users.SelectMany(user => Calls.Of(user, 1, inputTokens: 10)));
        foreach (var key in (AccessKey[])[asked, second, told])
            (await guard.InvokesAsync(key)).ShouldBeFalse();
        foreach (var user in users)
            Count(user, "STOPPED").ShouldBe(1, user);

        // No rule, no stop: what is only observed is closed at once, and who is denied is let go.
        var gone = await guard.ApplyAsync(CapPolicy.Of(Cap("counted", "user/seen-first")));
        gone.Succeeded().Flat().ShouldContain("lets go, within a minute:");
        gone.Output.ShouldContain("its rule is not in the policy in force");
        await guard.WatchAsync();
        (await guard.InvokesAsync(asked)).ShouldBeTrue();
        (await guard.InvokesAsync(second)).ShouldBeTrue();
    }

    private int Count(string target, string head) =>
        guard.ToldOf(target).Count(one => one.Subject.StartsWith(head, StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> StatesAsync(IEnumerable<string> users)
    {
        var stops = (await guard.JsonAsync("status")).GetProperty("stops").EnumerateArray().ToLookup(
            stop => stop.GetProperty("target").GetProperty("name").GetString()!, stop => stop.GetProperty("state").GetString()!);
        return [.. users.Select(user => string.Join(' ', stops[user].DefaultIfEmpty("none")))];
    }
}
