using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Embedded;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;
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
    public async Task A_stop_is_enforced_then_verified_then_leaking_and_verified_again_once_nothing_was_served_for_a_while()
    {
        var stop = await StoppedAsync();
        StopReport.State(stop).ShouldBe("enforced");
        var at = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(3);
        await Verification.RunAsync(at, default);
        (await StateAsync(stop)).ShouldBe("verified");

        await _harness.Enforcement.CommandAsync((await _harness.Stops.FindAsync(stop.Id, default))!, new StopCommand.ReportLeak(at.AddMinutes(1), at.AddMinutes(1)), default);
        await Verification.RunAsync(at.AddMinutes(10), default);
        (await StateAsync(stop)).ShouldBe("leaking");

        await Verification.RunAsync(at.AddMinutes(17), default);
        (await StateAsync(stop)).ShouldBe("verified");
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
    public async Task A_deny_that_cannot_be_put_back_is_not_in_force_any_more_and_is_tried_again()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, stop.At, default);
        var full = new Full(_harness.Account) { IsFull = true };
        var enforcement = new Enforcement(_harness.Stops, full, _harness.Notifier);
        var verification = new Verification(_rules, _harness.Stops, full, enforcement, _harness.Notifier, _bound);
        var now = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(3);

        await verification.RunAsync(now, default);

        (await _harness.Stops.FindAsync(stop.Id, default))!.State.ShouldBe(StopState.Failed);
        _harness.Notifier.Alerts.ShouldBeEmpty();
        _harness.Notifier.Stops[^1].State.ShouldBe(StopState.Failed);
        full.IsFull = false;
        await enforcement.ResumeAsync(now.AddMinutes(20), default);
        var after = (await _harness.Stops.FindAsync(stop.Id, default))!;
        (after.State, after.EnforcedAt).ShouldBe((StopState.Enforced, stop.EnforcedAt));
        after.RenewedAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(StopScope.Principal)]
    [InlineData(StopScope.Account)]
    public async Task A_restore_that_meets_the_look_leaves_no_deny_behind(StopScope scope)
    {
        var stop = scope == StopScope.Account ? await ByHandAsync() : await StoppedAsync();
        var racing = new Full(_harness.Account);
        var enforcement = new Enforcement(_harness.Stops, racing, _harness.Notifier);
        var verification = new Verification(_rules, _harness.Stops, racing, enforcement, _harness.Notifier, _bound);
        racing.Meanwhile = async () => await _harness.Enforcement.CommandAsync(
            (await _harness.Stops.FindAsync(stop.Id, default))!, new StopCommand.Restore(Start.AddMinutes(9), "ana"), default);

        for (var i = 10; i < 20; i++)
        {
            await enforcement.ResumeAsync(Start.AddMinutes(i), default);
            await verification.RunAsync(Start.AddMinutes(i), default);
        }

        (await _harness.Stops.FindAsync(stop.Id, default))!.State.ShouldBe(StopState.Released);
        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(false);
        _harness.Notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_who_lost_the_accounts_deny_are_told_of_and_a_fight_is_told_once_an_hour()
    {
        var one = await ByHandAsync();
        var other = ManualStop.Of(one.Target, "bob", "the same once more", Start.AddMinutes(1));
        await _harness.Stops.TryOpenAsync(other, null, default);
        await _harness.Enforcement.BeginAsync(other, Start.AddMinutes(1), default);
        var fight = new Full(_harness.Account) { Again = ["role/agent"] };
        var verification = new Verification(_rules, _harness.Stops, fight, new Enforcement(_harness.Stops, fight, _harness.Notifier), _harness.Notifier, _bound);

        for (var i = 0; i < 30; i++)
            await verification.RunAsync(Start.AddHours(2).AddMinutes(i), default);

        // One look for both stops.
        fight.Denies.ShouldBe(30);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "PUT BACK").ShouldBe(RepairBound.MostAnHour);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "GUARD CONTESTED").ShouldBe(1);
        _harness.Notifier.Alerts[0].Text.ShouldContain("on role/agent was gone");
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

    private async Task<string> StateAsync(Stop stop) => StopReport.State((await _harness.Stops.FindAsync(stop.Id, default))!);

    private async Task<Stop> ByHandAsync()
    {
        var stop = ManualStop.Of(new StopTarget.WholeAccount("111122223333"), "ana", "the bill", Start);
        await _harness.Stops.TryOpenAsync(stop, null, default);
        return await _harness.Enforcement.BeginAsync(stop, Start, default);
    }

    /// <summary>An account that takes no further policy, in which something happens meanwhile, or in which some lose the deny again and again.</summary>
    private sealed class Full(EmbeddedAccount inner) : IEnforcer
    {
        public bool IsFull { get; set; }

        public Func<Task>? Meanwhile { get; set; }

        public IReadOnlyList<string> Again { get; init; } = [];

        public int Denies { get; private set; }

        public async ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            Denies++;
            await InterruptAsync();
            if (IsFull)
                return new EnforcementResult.Failed(StopFailure.PolicyLimitReached, "it holds as many policies as it may");
            var result = await inner.DenyAsync(target, now, cancellation);
            return Again.Count > 0 && result is EnforcementResult.Done done ? done with { WasSo = false, Again = Again } : result;
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) => inner.AllowAsync(target, now, cancellation);

        public async ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation)
        {
            await InterruptAsync();
            return await inner.IsDeniedAsync(target, cancellation);
        }

        private async Task InterruptAsync()
        {
            if (Meanwhile is not { } act)
                return;
            Meanwhile = null;
            await act();
        }
    }
}
