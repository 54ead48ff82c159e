using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Embedded;
using KillSwitch.Engine.Tampering;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

public class VerificationTests
{
    private readonly MeterHarness _harness = new(Everything);
    private readonly RuleBook _rules = new(Everything);
    private readonly RepairBound _bound = new(new EmbeddedMemory());

    private static Policy Everything => Policy(
        Cap(10),
        Cap(1) with { Id = "sessions", Match = [new FieldMatch(Dimension.Session, [new Glob("s-*")])], Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session })
        with
    { Exempt = [new Glob("role/exempt")] };

    private Verification Verification => new(_rules, _harness.Stops, _harness.Account, _harness.Enforcement, _harness.Notifier, _bound);

    [Fact]
    public async Task A_deny_is_looked_for_again_a_while_after_it_began_to_work()
    {
        var stop = await StoppedAsync();

        (await Verification.RunAsync(stop.EnforcedAt!.Value + TimeSpan.FromSeconds(30), default)).ShouldBeEmpty();
        var at = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(3);

        (await Verification.RunAsync(at, default)).ShouldHaveSingleItem().VerifiedAt.ShouldBe(at);
        (await Verification.RunAsync(at.AddMinutes(1), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deny_that_is_gone_is_put_back()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, stop.At, default);

        await Verification.RunAsync(stop.EnforcedAt!.Value + TimeSpan.FromMinutes(3), default);

        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
        _harness.Notifier.Alerts.Single().Head.ShouldBe("PUT BACK");
    }

    [Fact]
    public async Task A_deny_that_someone_keeps_taking_off_is_put_back_five_times_an_hour_and_then_people_are_told()
    {
        var stop = await StoppedAsync();
        // On the hour.
        var now = Start.AddHours(2);
        for (var i = 0; i < 30; i++)
        {
            await _harness.Account.AllowAsync(stop.Target, stop.At, default);
            await Verification.RunAsync(now.AddMinutes(i), default);
        }

        _harness.Notifier.Alerts.Count(alert => alert.Head == "PUT BACK").ShouldBe(RepairBound.MostAnHour);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "GUARD CONTESTED").ShouldBe(1);
    }

    [Fact]
    public async Task Only_calls_that_were_served_after_the_grace_are_leaks()
    {
        var stop = await StoppedAsync();
        var works = (int)(stop.EnforcedAt!.Value - Start).TotalSeconds + (int)Stop.Grace.TotalSeconds;

        Leaks.Find([stop], [Call(900, works)], _rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(901, works + 60, role: "other")], _rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(902, works + 60) with { ErrorCode = "AccessDeniedException" }], _rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(903, works + 60), Call(904, works + 90)], _rules).ShouldBe([new Leak(stop, Start.AddSeconds(works + 90), "role/agent")]);
    }

    [Fact]
    public async Task A_stop_that_does_not_hold_gives_way_to_a_wider_one_once_and_says_so()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(5);

        var wider = (await Verification.LeakAsync(stop, Served(stop, use), use.AddSeconds(20), default)).ShouldNotBeNull();
        var leaking = (await _harness.Stops.FindAsync(stop.Id, default)).ShouldNotBeNull();
        (await Verification.LeakAsync(leaking, Served(leaking, use.AddSeconds(60)), use.AddSeconds(80), default)).ShouldBeNull();

        wider.Target.ShouldBe(new StopTarget.WholeAccount(stop.Target.Account));
        wider.State.ShouldBe(StopState.Enforced);
        leaking.EscalatedTo.ShouldBe(wider.Id);
        leaking.LeakedAt.ShouldBe(use);
        _harness.Notifier.Stops.Count(told => told.LeakedAt is not null).ShouldBe(1);
        _harness.Account.IsDenied(Call(1, 7200, role: "other")).ShouldBeTrue();
        _harness.Account.IsDenied(Call(2, 7200, role: "exempt")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_gives_way_to_its_principal()
    {
        await _harness.Run([.. Enumerable.Range(0, 3).Select(n => Call(n, n, usd: 1, session: "s-1"))]);
        var stop = (await _harness.Stops.OpenAsync(default)).Single(stop => stop.Target is StopTarget.Session);
        var use = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(5);

        var wider = await Verification.LeakAsync(stop, Served(stop, use), use, default);

        wider.ShouldNotBeNull().Target.ShouldBeOfType<StopTarget.Principal>().PrincipalName.ShouldBe("role/agent");
    }

    [Fact]
    public async Task A_leak_through_a_deny_that_someone_took_away_puts_it_back_and_cuts_no_wider()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, stop.At, default);
        var use = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(5);

        (await Verification.LeakAsync(stop, Served(stop, use), use, default)).ShouldBeNull();

        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
        (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_served_before_a_deny_was_put_back_is_no_leak_of_it()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, stop.At, default);
        var back = stop.EnforcedAt!.Value + TimeSpan.FromHours(1);

        await Verification.RunAsync(back, default);
        var renewed = (await _harness.Stops.FindAsync(stop.Id, default))!;

        Leaks.Find([renewed], [Call(905, (int)(back - Start).TotalSeconds + 60)], _rules).ShouldBeEmpty();
        (await Verification.LeakAsync(renewed, Served(stop, back.AddSeconds(60)), back.AddSeconds(70), default)).ShouldBeNull();
        (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().LeakedAt.ShouldBeNull();
        (await Verification.LeakAsync(renewed, Served(stop, back.AddMinutes(5)), back.AddMinutes(6), default)).ShouldNotBeNull();
    }

    private static Leak Served(Stop stop, DateTimeOffset at) => new(stop, at, "role/agent");

    private async Task<Stop> StoppedAsync()
    {
        await _harness.Run([.. Steady(20, 1)]);
        return (await _harness.Stops.OpenAsync(default)).Single(stop => stop.Target is StopTarget.Principal);
    }
}
