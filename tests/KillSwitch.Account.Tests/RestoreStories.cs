using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using static KillSwitch.Account.Tests.Emulated.CapPolicy;

namespace KillSwitch.Account.Tests;

/// <summary>A restore grants one more trip from where it stands, whatever the limit; and what is said of it agrees with IAM.</summary>
public sealed class RestoreStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    [Fact]
    public async Task A_limit_is_raised_before_a_stop_and_a_stop_is_lifted_by_a_raise_that_makes_room()
    {
        var key = await guard.UserAsync("raised");
        (await guard.ApplyAsync(Of(Cap("raised", "user/raised")))).Succeeded();

        (await guard.JsonAsync("raise", "user/raised", "--rule", "raised", "--by", "10", "--reason", "a release"))
            .GetProperty("limit").GetDecimal().ShouldBe(13);
        await guard.DeliverAsync(Calls.Of("user/raised", 8));
        (await guard.InvokesAsync(key)).ShouldBeTrue();
        await guard.DeliverAsync(Calls.Of("user/raised", 6));
        (await guard.InvokesAsync(key)).ShouldBeFalse();

        var scarce = await guard.CliAsync("raise", "user/raised", "--rule", "raised", "--by", "1", "--reason", "a bit");
        scarce.ExitCode.ShouldBe(1, scarce.Error);
        scarce.Error.Flat().ShouldContain("would trip again at once");
        (await guard.CliAsync(
            "raise", "user/raised", "--rule", "raised", "--by", "50", "--until", $"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}", "--reason",
            "more")).Succeeded().ShouldContain("not stopped");
        await guard.DeliverAsync(Calls.Of("user/raised", 6));
        await guard.WatchAsync();
        (await guard.InvokesAsync(key)).ShouldBeTrue();
        (await guard.CliAsync("raise", "user/nobody", "--rule", "raised", "--by", "1", "--reason", "no")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_ratio_a_rolling_window_and_a_stop_that_waited_trip_again_after_each_restore()
    {
        var (ratio, rolling) = (await guard.UserAsync("again-ratio"), await guard.UserAsync("again-rolling"));
        await guard.UserAsync("again-waiting");
        (await guard.ApplyAsync("""
            version: 1
            rules:
              - id: again-ratio
                match: { principal: user/again-ratio }
                per: principal
                limit: { cacheHitRatio: { below: 0.3, after: { inputTokens: 300_000 } } }
                every: day
                stop: principal
              - id: again-rolling
                match: { principal: user/again-rolling }
                per: principal
                limit: { usd: 3 }
                every: { rolling: 6h }
                stop: principal
              - id: again-waiting
                match: { principal: user/again-waiting }
                per: principal
                limit: { usd: 3 }
                every: day
                stop: principal
                approval: manual
                restore: 2h
            """)).Succeeded();
        string[] users = ["user/again-ratio", "user/again-rolling", "user/again-waiting"];
        HashSet<string> ids = [];
        for (var time = 1; time <= 3; time++)
        {
            await guard.DeliverAsync(users.SelectMany(user => Calls.Of(user, 4)));
            foreach (var user in users)
                ids.Add((await guard.StopsAsync(user)).ShouldHaveSingleItem().GetProperty("id").GetString()!);
            (await guard.InvokesAsync(ratio)).ShouldBeFalse();
            (await guard.InvokesAsync(rolling)).ShouldBeFalse();
            if (time == 3)
                break;

            // At its limit each needs room; a ratio has nothing to be raised.
            (await guard.CliAsync("restore", "user/again-rolling")).Error.ShouldContain("would trip again at once");
            (await guard.CliAsync("restore", "user/again-waiting")).Error.ShouldContain("would trip again at once");
            (await guard.CliAsync("restore", "user/again-ratio")).Succeeded();
            (await guard.CliAsync("restore", "user/again-rolling", "--raise", "3")).Succeeded();
            (await guard.CliAsync("restore", "user/again-waiting", "--raise", "3")).Succeeded().ShouldContain("nothing was cut");
            (await guard.InvokesAsync(ratio)).ShouldBeTrue();
            (await guard.InvokesAsync(rolling)).ShouldBeTrue();
        }

        ids.Count.ShouldBe(9);
        foreach (var user in users[..2])
            guard.ToldOf(user).Count(one => one.Subject.StartsWith("STOPPED", StringComparison.Ordinal)).ShouldBe(3, user);

        // How long it lasts is counted from the approval.
        var waits = (await guard.StopsAsync("user/again-waiting"))[0].GetProperty("id").GetString()!;
        (await guard.CliAsync("approve", waits)).Succeeded();
        var left = (await guard.StopsAsync("user/again-waiting"))[0].GetProperty("endsAt").GetDateTimeOffset() - DateTimeOffset.UtcNow;
        left.ShouldBeInRange(TimeSpan.FromMinutes(115), TimeSpan.FromMinutes(120));
    }

    [Fact]
    public async Task A_stop_by_hand_beside_a_rules_stop_holds_until_it_is_restored_and_all_that_is_said_agrees_with_IAM()
    {
        var key = await guard.UserAsync("held");
        (await guard.ApplyAsync("""
            version: 1
            rules:
              - id: held
                match: { principal: user/held }
                per: principal
                limit: { usd: 3 }
                every: day
                stop: principal
            """)).Succeeded();
        await guard.DeliverAsync(Calls.Of("user/held", 4));
        var byRule = (await guard.StopsAsync("user/held")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        (await guard.CliAsync("stop", "user/held", "--reason", "a leaked key")).Succeeded();
        var byHand = (await guard.StopsAsync("user/held")).Select(stop => stop.GetProperty("id").GetString()!).Single(id => id != byRule);

        var text = await guard.CliAsync("restore", byRule, "--raise", "5");
        text.Succeeded().ShouldContain("STILL STOPPED");
        text.Output.ShouldContain($"killswitch restore {byHand}");
        (await guard.InvokesAsync(key)).ShouldBeFalse();
        var again = JsonDocument.Parse(
            (await guard.CliAsync("restore", byRule, "--output", "json")).Succeeded()).RootElement.GetProperty("stops")[0];
        again.GetProperty("heldBy").EnumerateArray().Select(one => one.GetString()).ShouldBe([byHand]);
        var message = guard.ToldOf("user/held")[^1];
        message.Subject.ShouldStartWith("STILL STOPPED user/held");
        message.Text.ShouldContain(byHand);

        // The watch leaves it; a person lifts it, and it bounds nothing that could be raised.
        await guard.WatchAsync();
        (await guard.InvokesAsync(key)).ShouldBeFalse();
        var lifted = await guard.CliAsync("restore", byHand, "--raise", "5");
        lifted.Succeeded().ShouldContain("not stopped: it may call Bedrock");
        lifted.Error.ShouldContain("it was made by hand and bounds nothing, so nothing was raised");
        (await guard.InvokesAsync(key)).ShouldBeTrue();
        // What is said of the one that was lifted before agrees, too, and so it does when another begins.
        (await guard.CliAsync("restore", byRule)).Succeeded().ShouldContain("not stopped: it may call Bedrock");
        (await guard.CliAsync("stop", "user/held", "--reason", "once more")).Succeeded();
        (await guard.CliAsync("restore", byRule)).Succeeded().ShouldContain("STILL STOPPED");
        (await guard.CliAsync("explain", byRule)).Succeeded().ShouldContain("STILL STOPPED");
        (await guard.CliAsync("restore", "user/held")).Succeeded();
        guard.ToldOf("user/held")[^1].Subject.ShouldStartWith("RESTORED user/held");
    }

    [Fact]
    public async Task An_approval_that_comes_too_late_is_refused_with_a_sentence_and_a_restore_says_when_the_brake_stops_the_next_call()
    {
        var late = await guard.UserAsync("late");
        const string braking = """
            version: 1
            rules:
              - id: braked
                match: { principal: user/braked }
                per: principal
                limit: { usd: 10 }
                every: day
                stop: principal
            """;
        (await guard.ApplyAsync(braking + """

              - id: late
                match: { principal: user/late }
                per: principal
                limit: { usd: 3 }
                every: day
                stop: principal
                approval: manual
            """)).Succeeded();
        await guard.DeliverAsync(Calls.Of("user/late", 4));
        var stop = (await guard.StopsAsync("user/late")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        (await guard.ApplyAsync(braking)).Succeeded().ShouldContain("closes 1 waiting stop: its rule is not in the policy in force");
        var approved = await guard.CliAsync("approve", stop);
        (approved.ExitCode, approved.Output).ShouldBe((1, ""));
        approved.Error.ShouldContain("it came too late: the stop ended on ");
        await guard.WatchAsync();
        (await guard.InvokesAsync(late)).ShouldBeTrue();

        var braked = await guard.UserAsync("braked");
        await guard.DeliverAsync(Calls.Of("user/braked", 8));
        (await guard.InvokesAsync(braked)).ShouldBeFalse();
        var restored = await guard.CliAsync("restore", "user/braked");
        restored.Succeeded();
        restored.Error.ShouldContain("at the pace that it was stopped at its next calls stop it again; `--raise` more than $");
        (await guard.InvokesAsync(braked)).ShouldBeTrue();
    }
}
