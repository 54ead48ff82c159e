using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>A session that cannot be cut alone is cut with its whole role.</summary>
public class WideningTests
{
    private const string Why = "its session could not be cut alone: no tag can hold the name";

    private static readonly Policy Rules = Policy(
        Cap(1) with { Id = "sessions", Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session },
        Cap(5) with { Id = "roles" });

    private readonly Narrow _enforcer = new();
    private readonly MeterHarness _harness;

    public WideningTests() => _harness = new MeterHarness(Rules, _enforcer);

    [Fact]
    public async Task The_stop_keeps_its_target_and_says_loudly_what_is_denied()
    {
        var stop = await StopSessionAsync();

        (stop.State, stop.Target.Name, stop.Denied.Name).ShouldBe((StopState.Enforced, "role/agent/a,b", "role/agent"));
        stop.Note.ShouldBe(Why);
        _enforcer.Account.IsDenied(Call(99, 60, session: "other")).ShouldBeTrue();
        var message = StopMessage.Of(_harness.Notifier.Stops.ShouldHaveSingleItem(), new GuardAddress("KillSwitch", "us-east-1"));
        message.Text.ReplaceLineEndings(" ")
            .ShouldStartWith(
            "STOPPED role/agent/a,b: all spending on Amazon Bedrock is denied to all   of role/agent, as it could not be cut alone.");
        message.Text.ShouldContain("Note      " + Why);
        message.Json.ShouldContain("\"deniedInstead\":\"role/agent\"");
    }

    [Fact]
    public async Task A_restore_lifts_what_was_denied()
    {
        await RestoreAsync(await StopSessionAsync());

        _enforcer.Account.IsDenied(Call(99, 60, session: "a,b")).ShouldBeFalse();
        _enforcer.Account.IsDenied(Call(99, 60, session: "other")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("sessions", "roles")]
    [InlineData("roles", "sessions")]
    public async Task It_and_the_roles_own_stop_hold_one_deny_which_stands_as_long_as_either_needs_it(string first, string second)
    {
        await StopSessionAsync();
        await _harness.Run([.. Enumerable.Range(10, 8).Select(n => Call(n, n, usd: 0.9m, session: $"s-{n}"))]);
        var open = (await _harness.Stops.OpenAsync(default)).ToDictionary(stop => stop.Trip!.Rule);
        open.Keys.ShouldBe(["sessions", "roles"], ignoreOrder: true);

        await RestoreAsync(open[first]);
        _enforcer.Account.IsDenied(Call(99, 600)).ShouldBeTrue();

        await RestoreAsync(open[second]);
        _enforcer.Account.IsDenied(Call(99, 600)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_that_died_before_the_wider_deny_is_finished_by_the_next_one_and_a_restore_undoes_it()
    {
        _enforcer.DiesOnPrincipals = true;
        await Should.ThrowAsync<IOException>(async () => await StopSessionAsync());
        _enforcer.DiesOnPrincipals = false;

        await _harness.Enforcement.ResumeAsync(Start.AddMinutes(1), default);

        var stop = (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (stop.State, stop.Denied.Name).ShouldBe((StopState.Enforced, "role/agent"));
        await RestoreAsync(stop);
        _enforcer.Account.IsDenied(Call(99, 600)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_does_not_hold_gives_way_to_the_account()
    {
        var stop = await StopSessionAsync();
        var rules = new RuleBook(Rules);
        var later = stop.EnforcedAt!.Value + TimeSpan.FromMinutes(5);
        var leak = Leaks.Find(
            [stop], [Call(50, (int)(later - Start).TotalSeconds, session: "other"),
            Call(51, (int)(later - Start).TotalSeconds, session: "other")], rules).ShouldHaveSingleItem();

        var wider = await new Verification(_harness.Context).LeakAsync(stop, leak, later, default);

        wider.ShouldNotBeNull().Target.ShouldBeOfType<StopTarget.WholeAccount>();
    }

    [Theory]
    [InlineData("a,b", true)]
    [InlineData("nightly", false)]
    public async Task A_replay_cuts_wider_where_a_deployed_guard_would(string session, bool isWider)
    {
        var harness = new MeterHarness(Rules);

        await harness.Run([.. Enumerable.Range(0, 2).Select(n => Call(n, n, usd: 1, session: session))]);

        harness.Account.IsDenied(Call(99, 60, session: session)).ShouldBeTrue();
        harness.Account.IsDenied(Call(99, 60, session: "other")).ShouldBe(isWider);
    }

    private async Task<Stop> StopSessionAsync()
    {
        await _harness.Run([.. Enumerable.Range(0, 2).Select(n => Call(n, n, usd: 1, session: "a,b"))]);
        return (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    private async Task RestoreAsync(Stop stop) =>
        (await _harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(5), "ana"), default))
            .ShouldBeOfType<StopTransition.To>().Next.State.ShouldBe(StopState.Released);

    /// <summary>Has no tag for any session.</summary>
    private sealed class Narrow : IEnforcer
    {
        public InMemoryAccount Account { get; } = new(TimeSpan.FromSeconds(10), _ => false);

        public bool DiesOnPrincipals { get; set; }

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            if (target is StopTarget.Session session)
            {
                return ValueTask.FromResult<EnforcementResult>(
                    new EnforcementResult.Wider(
                    new Widening(new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn), Why)));
            }

            return DiesOnPrincipals ? throw new IOException("the process ended") : Account.DenyAsync(target, now, cancellation);
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            Account.AllowAsync(target, now, cancellation);

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
            Account.IsDeniedAsync(target, cancellation);
    }
}
