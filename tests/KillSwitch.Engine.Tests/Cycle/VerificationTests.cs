using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

public class VerificationTests
{
    private readonly MeterHarness _harness = new(Everything);
    private readonly RuleBook _rules = new(Everything);

    private static Policy Everything => Policy(
        Cap(10),
        Cap(1) with
        {
            Id = "sessions",
            Match = [new FieldMatch(Dimension.Session, [new Glob("s-*")])],
            Per = [Dimension.Principal, Dimension.Session],
            Stop = StopScope.Session
        })
        with
    { Exempt = [new Glob("role/exempt")] };

    private Verification Verification => new(_harness.Context);

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

        await _harness.Enforcement.CommandAsync((await _harness.Stops.FindAsync(stop.Id, default))!,
            new StopCommand.ReportServed(at.AddMinutes(1), Served.Twice(stop, at.AddMinutes(1)).Calls), default);
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
    public async Task What_waits_to_be_told_of_a_deny_that_was_gone_is_not_taken_for_the_next_time()
    {
        var stop = await StoppedAsync();
        var dying = new Full(_harness.Account) { Dies = true };
        var first = new Verification(new CycleContext(_rules, new Enforcement(_harness.Ports with { Enforcer = dying })));
        var now = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(3);
        await _harness.Account.AllowAsync(stop.Target, stop.At, default);
        await Should.ThrowAsync<IOException>(async () => await first.RunAsync(now, default));
        var found = (await _harness.Stops.PendingAsync(default)).ShouldHaveSingleItem();
        await _harness.Stops.KeepAsync(found with { Waiting = new Waiting(Channels.People, now) }, default);

        await _harness.Account.AllowAsync(stop.Target, stop.At, default);
        await Verification.RunAsync(now.AddMinutes(5), default);

        _harness.Notifier.Alerts.Single().Head.ShouldBe("PUT BACK");
        (await _harness.Stops.PendingAsync(default)).ShouldHaveSingleItem().Id.ShouldBe(found.Id);
    }

    [Fact]
    public async Task A_deny_that_cannot_be_put_back_is_not_in_force_any_more_and_is_tried_again()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, stop.At, default);
        var full = new Full(_harness.Account) { IsFull = true };
        var enforcement = new Enforcement(_harness.Ports with { Enforcer = full });
        var verification = new Verification(new CycleContext(_rules, enforcement));
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
        var enforcement = new Enforcement(_harness.Ports with { Enforcer = racing });
        var verification = new Verification(new CycleContext(_rules, enforcement));
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
        var other = Stop.ByHand(one.Target, "bob", "the same once more", Start.AddMinutes(1));
        await _harness.Stops.TryOpenAsync(other, null, default);
        await _harness.Enforcement.BeginAsync(other, Start.AddMinutes(1), default);
        var fight = new Full(_harness.Account) { Again = ["role/agent"] };
        var verification = new Verification(new CycleContext(_rules, new Enforcement(_harness.Ports with { Enforcer = fight })));

        for (var i = 0; i < 30; i++)
            await verification.RunAsync(Start.AddHours(2).AddMinutes(i), default);

        // One look for both stops.
        fight.Denies.ShouldBe(30);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "PUT BACK").ShouldBe(Contest.From - 1);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "GUARD CONTESTED").ShouldBe(1);
        _harness.Notifier.Alerts[0].Text.ShouldContain("on role/agent was gone");
    }

    [Fact]
    public async Task A_deny_that_someone_keeps_taking_off_is_put_back_every_time_and_told_once_an_hour()
    {
        var stop = await StoppedAsync();
        var now = Start.AddHours(2);
        var (off, looks) = (0, 180);
        for (var i = 0; i < looks; i++)
        {
            await _harness.Account.AllowAsync(stop.Target, stop.At, default);
            await Verification.RunAsync(now.AddMinutes(i), default);
            off += await _harness.Account.IsDeniedAsync(stop.Target, default) == true ? 0 : 1;
        }

        off.ShouldBe(0);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "PUT BACK").ShouldBe(Contest.From - 1);
        var contested = _harness.Notifier.Alerts.Where(alert => alert.Head == "GUARD CONTESTED").ToList();
        contested.Count.ShouldBe(3);
        contested[0].Text.ShouldStartWith(
            "The deny of role/agent was undone and put back 3 times since 2026-04-24 14:00:00 UTC, by somebody unknown. It is put back "
            + "each time");
        contested[0].Text.ShouldNotContain("cannot be held");
        contested[1].Text.ShouldContain("61 times");
        contested[1].Text.ShouldContain("It has gone on for more than an hour and cannot be held");
        // It is fought over, and nobody else is stopped for that.
        (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_that_was_lost_within_the_hour_is_looked_at_every_minute_however_many_stops_there_are()
    {
        for (var n = 0; n < 100; n++)
            await _harness.Run([Call(1000 + n, n, usd: 10, role: $"role-{n}", session: null)]);
        var stop = (await _harness.Stops.OpenAsync(default)).Single(stop => stop.Target.Name == "role/role-99");
        for (var i = 0; i < 4; i++)
            await Verification.RunAsync(Start.AddHours(1).AddMinutes(i), default);
        await LoseAsync(Start.AddHours(2));
        for (var i = 0; i < 4; i++)
            await Verification.RunAsync(Start.AddHours(2).AddMinutes(i), default);
        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);

        for (var i = 10; i < 20; i++)
        {
            await LoseAsync(Start.AddHours(2).AddMinutes(i));
            await Verification.RunAsync(Start.AddHours(2).AddMinutes(i), default);
            (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true, $"{i}");
        }

        async Task LoseAsync(DateTimeOffset at) => await _harness.Account.AllowAsync(stop.Target, at, default);
    }

    [Fact]
    public async Task Only_calls_that_were_served_after_the_grace_are_leaks()
    {
        var stop = await StoppedAsync();
        var works = (int)(stop.EnforcedAt!.Value - Start).TotalSeconds + (int)Stop.Grace.TotalSeconds;

        Leaks.Find([stop], [Call(900, works)], _rules).ShouldBeEmpty();
        // It ran for 22 s, and its record may bear the time of its end.
        Leaks.Find([stop], [Call(905, works + 20, usd: 10)], _rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(906, works + 60) with { Tokens = default }], _rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(901, works + 60, role: "other")], _rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(902, works + 60) with { ErrorCode = "AccessDeniedException" }], _rules).ShouldBeEmpty();
        var leak = Leaks.Find([stop], [Call(904, works + 90), Call(903, works + 60), Call(903, works + 61)], _rules).ShouldHaveSingleItem();
        (leak.By, leak.NewestUse).ShouldBe(("role/agent", Start.AddSeconds(works + 90)));
        Leaks.Find([stop],
            [Call(907, works + 60) with { Id = new Core.Invocations.RecordId("111122223333", "us-east-1", new string('x', 9000)) }], _rules)
            .ShouldHaveSingleItem().Calls[0].RequestId.Length.ShouldBe(64);
        // Twins of one request are one call.
        leak.Calls.Select(call => call.At).ShouldBe([Start.AddSeconds(works + 60), Start.AddSeconds(works + 90)]);
    }

    [Fact]
    public async Task A_stop_that_does_not_hold_gives_way_to_a_wider_one_once_and_says_so()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(5);

        var wider = (await Verification.LeakAsync(stop, Served.Twice(stop, use), use.AddSeconds(20), default)).ShouldNotBeNull();
        var leaking = (await _harness.Stops.FindAsync(stop.Id, default)).ShouldNotBeNull();
        (await Verification.LeakAsync(leaking, Served.Twice(leaking, use.AddSeconds(60)), use.AddSeconds(80), default)).ShouldBeNull();

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

        var wider = await Verification.LeakAsync(stop, Served.Twice(stop, use), use, default);

        wider.ShouldNotBeNull().Target.ShouldBeOfType<StopTarget.Principal>().PrincipalName.ShouldBe("role/agent");
    }

    [Fact]
    public async Task A_leak_through_a_deny_that_someone_took_away_puts_it_back_and_cuts_no_wider()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, stop.At, default);
        var use = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(5);

        (await Verification.LeakAsync(stop, Served.Twice(stop, use), use, default)).ShouldBeNull();

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
        (await Verification.LeakAsync(renewed, Served.Twice(stop, back.AddSeconds(60)), back.AddSeconds(70), default)).ShouldBeNull();
        (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().LeakedAt.ShouldBeNull();
        (await Verification.LeakAsync(renewed, Served.Twice(stop, back.AddMinutes(5)), back.AddMinutes(6), default)).ShouldNotBeNull();
    }

    private async Task<Stop> StoppedAsync()
    {
        await _harness.Run([.. Steady(20, 1)]);
        return (await _harness.Stops.OpenAsync(default)).Single(stop => stop.Target is StopTarget.Principal);
    }

    private async Task<string> StateAsync(Stop stop) => StopReport.State((await _harness.Stops.FindAsync(stop.Id, default))!);

    private async Task<Stop> ByHandAsync()
    {
        var stop = Stop.ByHand(new StopTarget.WholeAccount("111122223333"), "ana", "the bill", Start);
        await _harness.Stops.TryOpenAsync(stop, null, default);
        return await _harness.Enforcement.BeginAsync(stop, Start, default);
    }

    /// <summary>
    /// An account that takes no further policy, in which something happens meanwhile, or in which some lose the deny again and again.
    /// </summary>
    private sealed class Full(InMemoryAccount inner) : IEnforcer
    {
        public bool IsFull { get; set; }

        public bool Dies { get; init; }

        public Func<Task>? Meanwhile { get; set; }

        public IReadOnlyList<string> Again { get; init; } = [];

        public int Denies { get; private set; }

        public async ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            Denies++;
            await InterruptAsync();
            if (Dies)
                throw new IOException("the process ended");
            if (IsFull)
                return new EnforcementResult.Failed(StopFailure.PolicyLimitReached, "it holds as many policies as it may");
            var result = await inner.DenyAsync(target, now, cancellation);
            return Again.Count > 0 && result is EnforcementResult.Done done ? done with { WasSo = false, Again = Again } : result;
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            inner.AllowAsync(target, now, cancellation);

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
