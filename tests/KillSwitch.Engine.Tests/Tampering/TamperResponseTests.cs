using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tampering;
using KillSwitch.Engine.Tests.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Tampering;

public class TamperResponseTests
{
    private const string Deny = "arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-spending-us-east-1";

    private static readonly GuardAssets Ours = new("KillSwitch", [Deny], [], "table", "/bedrock", "killswitch-KillSwitch");

    private readonly MeterHarness _harness = new(Policy(Cap(10)));
    private readonly Repairs _repairs = new();
    private const string OwnRole = "arn:aws:iam::111122223333:role/KillSwitch-WatchFunctionRole1A2B3C";

    private int _number;

    private TamperResponse Response =>
        new(Ours, [OwnRole], _harness.Enforcement, _repairs) { Redeployment = DeployedAs.Release };

    [Fact]
    public async Task A_deny_that_someone_takes_off_is_put_back_and_it_is_told_who_did_it()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, Start, default);

        (await Response.RunAsync(Detached("agent"), Start.AddMinutes(5), default)).ShouldBe(TamperOutcome.PutBack);

        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
        var alert = _harness.Notifier.Alerts.ShouldHaveSingleItem();
        alert.Text.ShouldStartWith("arn:aws:sts::111122223333:assumed-role/Admin/eve took the deny off role/agent. Put back:");
        alert.Details.ShouldContain(("from", "203.0.113.7"));
    }

    [Fact]
    public async Task An_event_that_nobody_verified_puts_denies_on_and_takes_none_off()
    {
        var stop = await StoppedAsync();

        // Somebody invokes the function: nobody took anything off.
        await Response.RunAsync(Detached("agent"), Start.AddMinutes(5), default);
        await Response.RunAsync(Detached("innocent"), Start.AddMinutes(5), default);

        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
        (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().Id.ShouldBe(stop.Id);
        _harness.Account.IsDenied(Replay.Calls.Call(900, 400, role: "innocent")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_restore_by_the_command_line_is_no_tampering()
    {
        var stop = await StoppedAsync();
        await _harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(1), "eve"), default);

        (await Response.RunAsync(Detached("agent"), Start.AddMinutes(5), default)).ShouldBe(TamperOutcome.Nothing);

        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(false);
        _harness.Notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_guard_does_itself_and_what_concerns_nobody_stopped_is_no_tampering()
    {
        await StoppedAsync();

        (await Response.RunAsync(Detached("agent") with { Role = OwnRole }, Start, default)).ShouldBe(TamperOutcome.Nothing);
        (await Response.RunAsync(Detached("other"), Start, default)).ShouldBe(TamperOutcome.Nothing);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/KillSwitch-x")]
    [InlineData("arn:aws:iam::111122223333:role/KillSwitch-WatchFunctionRole1A2B3C4")]
    [InlineData("arn:aws:iam::444455556666:role/KillSwitch-WatchFunctionRole1A2B3C")]
    public async Task A_role_that_is_named_like_the_guards_own_is_none_of_them(string role)
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, Start, default);

        (await Response.RunAsync(Detached("agent") with { Role = role }, Start.AddMinutes(5), default)).ShouldBe(TamperOutcome.PutBack);
    }

    [Theory]
    [InlineData("UntagRole")]
    [InlineData("DetachRolePolicy")]
    public async Task A_sessions_tag_or_policy_that_someone_takes_off_is_put_back(string call)
    {
        var stop = await StoppedSessionAsync();
        await _harness.Account.AllowAsync(stop.Target, Start, default);

        (await Response.RunAsync(call == "UntagRole" ? Untagged("agent") : Detached("agent"), Start.AddMinutes(5), default))
            .ShouldBe(TamperOutcome.PutBack);

        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
        (await _harness.Stops.FindAsync(stop.Id, default))!.RenewedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_person_who_restores_another_session_of_the_role_is_not_accused()
    {
        await StoppedSessionAsync();

        (await Response.RunAsync(Untagged("agent"), Start.AddMinutes(5), default)).ShouldBe(TamperOutcome.Nothing);
        (await Response.RunAsync(Untagged("other"), Start.AddMinutes(5), default)).ShouldBe(TamperOutcome.Nothing);

        _harness.Notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_deny_of_a_lapsed_lease_that_someone_takes_off_is_told_and_left_to_the_state_machine()
    {
        const string lease = "arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-lease-us-east-1";
        var response = new TamperResponse(Ours with { LeasePolicy = lease }, [OwnRole], _harness.Enforcement, _repairs)
        {
            Redeployment = DeployedAs.Release,
        };
        var detached = Detached("agent");
        detached = detached with { Parameters = new Dictionary<string, string>(detached.Parameters) { ["policyArn"] = lease } };

        (await response.RunAsync(detached, Start, default)).ShouldBe(TamperOutcome.Told);

        var alert = _harness.Notifier.Alerts.ShouldHaveSingleItem();
        alert.Head.ShouldBe("TAMPERED");
        alert.Text.ShouldContain(
            "took the deny of the lapsed lease off role/agent. While the lease is lapsed its state machine attaches the deny again");
        // The guard lifts a lapsed lease by itself.
        (await response.RunAsync(detached with { Id = "other", Role = OwnRole }, Start, default)).ShouldBe(TamperOutcome.Nothing);
    }

    [Fact]
    public async Task A_fight_is_never_given_up_and_told_once_an_hour_with_who_how_often_and_how_to_end_it()
    {
        var stop = await StoppedAsync();
        var outcomes = new List<TamperOutcome>();
        for (var i = 0; i < 60; i++)
        {
            await _harness.Account.AllowAsync(stop.Target, Start, default);
            var call = Detached("agent") with
            {
                At = Start.AddMinutes(10 + (2 * i)),
                UserAgent = "APN/1.0 HashiCorp/1.0 Terraform/1.9.0 terraform-provider-aws/5.80.0"
            };
            outcomes.Add(await Response.RunAsync(call, Start.AddMinutes(10 + (2 * i)).AddSeconds(5), default));
            (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
        }

        outcomes[..2].ShouldAllBe(outcome => outcome == TamperOutcome.PutBack);
        outcomes[2..].ShouldAllBe(outcome => outcome == TamperOutcome.Contested);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "PUT BACK").ShouldBe(2);
        var contested = _harness.Notifier.Alerts.Where(alert => alert.Head == "GUARD CONTESTED").ToList();
        contested.Count.ShouldBe(2);
        contested[1].Text.ShouldStartWith(
            "The deny of role/agent was undone and put back 31 times since 2026-04-24 12:10:05 UTC, by "
            + "arn:aws:sts::111122223333:assumed-role/Admin/eve.");
        contested[1].Remedy.ShouldNotBeNull().ShouldContain("ignore_changes = [policy_arns]");
    }

    [Fact]
    public async Task The_same_event_again_counts_once_and_is_told_once()
    {
        var stop = await StoppedAsync();
        await _harness.Account.AllowAsync(stop.Target, Start, default);
        var call = Detached("agent");

        for (var i = 0; i < 5; i++)
            (await Response.RunAsync(call, Start, default)).ShouldBe(TamperOutcome.PutBack);

        _harness.Notifier.Alerts.ShouldHaveSingleItem().Head.ShouldBe("PUT BACK");
    }

    [Fact]
    public async Task What_is_left_alone_for_an_hour_is_no_fight_any_more()
    {
        var stop = await StoppedAsync();
        for (var hour = 0; hour < 4; hour++)
        {
            await _harness.Account.AllowAsync(stop.Target, Start, default);
            (await Response.RunAsync(Detached("agent") with { At = Start.AddHours(hour + 1) }, Start.AddHours(hour + 1), default))
                .ShouldBe(TamperOutcome.PutBack);
        }

        _harness.Notifier.Alerts.ShouldAllBe(alert => alert.Head == "PUT BACK");
    }

    [Fact]
    public async Task One_thing_is_put_back_no_faster_than_IAM_takes_it()
    {
        var stop = await StoppedAsync();
        var waits = new List<TimeSpan>();
        var response =
            new TamperResponse(Ours, [OwnRole], _harness.Enforcement, _repairs)
            {
                Redeployment = DeployedAs.Release,
                Pause = (wait, _) =>
                {
                    waits.Add(wait);
                    return Task.CompletedTask;
                },
            };
        foreach (var second in (int[])[600, 601, 610])
        {
            await _harness.Account.AllowAsync(stop.Target, Start, default);
            await response.RunAsync(Detached("agent") with { At = Start.AddSeconds(second) }, Start.AddSeconds(second), default);
        }

        waits.ShouldBe([TimeSpan.FromSeconds(2)]);
        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
    }

    [Fact]
    public async Task Logging_and_rules_that_are_fought_over_are_put_back_every_time_too()
    {
        for (var i = 0; i < 10; i++)
        {
            await Response.RunAsync(
                Call("bedrock.amazonaws.com", "DeleteModelInvocationLoggingConfiguration"), Start.AddMinutes(i), default);
            await Response.RunAsync(Call("events.amazonaws.com", "DisableRule", ("name", "KillSwitch-Rule")), Start.AddMinutes(i), default);
        }

        _repairs.Done.Count(done => done == "logging").ShouldBe(10);
        _repairs.Done.Count(done => done == "KillSwitch-Rule").ShouldBe(10);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "PUT BACK").ShouldBe(4);
        _harness.Notifier.Alerts.Count(alert => alert.Head == "GUARD CONTESTED").ShouldBe(2);
        var fights = await new RepairBound(_harness.Ports.Memory).FightsAsync(Start.AddMinutes(30), default);
        ContestWords.ConditionOf(fights)
            .ShouldHaveSingleItem().Subject.ShouldBe("GUARD CONTESTED: Bedrock's invocation logging, the rule KillSwitch-Rule");
        ContestWords.ConditionOf(await new RepairBound(_harness.Ports.Memory).FightsAsync(Start.AddMinutes(70), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Logging_and_rules_are_put_back_and_what_the_guard_may_not_create_is_only_told()
    {
        (await Response.RunAsync(Call("bedrock.amazonaws.com", "DeleteModelInvocationLoggingConfiguration"), Start, default))
            .ShouldBe(TamperOutcome.PutBack);
        (await Response.RunAsync(Call("events.amazonaws.com", "DisableRule", ("name", "KillSwitch-Rule")), Start, default))
            .ShouldBe(TamperOutcome.PutBack);
        (await Response.RunAsync(Call("iam.amazonaws.com", "DeletePolicy", ("policyArn", Deny)), Start, default))
            .ShouldBe(TamperOutcome.Told);

        _repairs.Done.ShouldBe(["logging", "KillSwitch-Rule"]);
        _harness.Notifier.Alerts.Select(alert => alert.Head).ShouldBe(["PUT BACK", "PUT BACK", "TAMPERED"]);
        _harness.Notifier.Alerts[^1].Remedy.ShouldNotBeNull()
            .ShouldStartWith("killswitch deploy --region us-east-1, which puts the guard in order");
    }

    [Fact]
    public async Task A_call_that_is_older_than_the_deny_did_nothing_to_it()
    {
        var stop = await StoppedAsync();

        (await Response.RunAsync(Detached("agent") with { At = stop.EnforcedAt!.Value.AddSeconds(-2) }, Start.AddMinutes(5), default))
            .ShouldBe(TamperOutcome.Nothing);

        _harness.Notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restore_of_one_while_the_account_is_stopped_too_is_no_tampering()
    {
        var stop = await StoppedAsync();
        var account = Stop.ByHand(new StopTarget.WholeAccount("111122223333"), "ana", "the bill", Start);
        await _harness.Stops.TryOpenAsync(account, null, default);
        await _harness.Enforcement.BeginAsync(account, Start, default);
        await _harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(4), "ana"), default);

        (await Response.RunAsync(Detached("agent"), Start.AddMinutes(5), default)).ShouldBe(TamperOutcome.Nothing);

        _harness.Notifier.Alerts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_told_with_who_did_it_and_counts_as_no_repair()
    {
        _repairs.Fails = true;
        var call = Call("bedrock.amazonaws.com", "DeleteModelInvocationLoggingConfiguration");
        for (var i = 0; i < 7; i++)
            await Should.ThrowAsync<InvalidOperationException>(async () => await Response.RunAsync(call, Start, default));

        var alert = _harness.Notifier.Alerts.ShouldHaveSingleItem();
        alert.Head.ShouldBe("TAMPERED");
        alert.Text.ShouldContain("eve turned Bedrock's invocation logging off. It could not be put back: somebody else's setting.");
        _repairs.Fails = false;
        (await Response.RunAsync(call, Start, default)).ShouldBe(TamperOutcome.PutBack);
    }

    private async Task<Stop> StoppedSessionAsync()
    {
        var session = new StopTarget.Session("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent", "nightly");
        var stop = Stop.ByHand(session, "ana", "a loop", Start);
        await _harness.Stops.TryOpenAsync(stop, null, default);
        return await _harness.Enforcement.BeginAsync(stop, Start, default);
    }

    private TrailEvent Untagged(string role) =>
        Call("iam.amazonaws.com", "UntagRole", ("roleName", role), ("tagKeys", "killswitch-stopped-3"));

    private async Task<Stop> StoppedAsync()
    {
        await _harness.Run([.. Steady(20, 1)]);
        return (await _harness.Stops.OpenAsync(default)).Single();
    }

    private TrailEvent Detached(string role) => Call("iam.amazonaws.com", "DetachRolePolicy", ("roleName", role), ("policyArn", Deny));

    private TrailEvent Call(string source, string name, params (string Name, string Value)[] parameters) => new(
        $"event-{++_number}", source, name, Start.AddMinutes(4), "arn:aws:sts::111122223333:assumed-role/Admin/eve",
        "arn:aws:iam::111122223333:role/Admin", null, "203.0.113.7", "aws-cli", null,
        parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value));

    private sealed class Repairs : IRepair
    {
        public List<string> Done { get; } = [];

        public bool Fails { get; set; }

        public ValueTask<string> LoggingAsync(CancellationToken cancellation)
        {
            if (Fails)
                throw new InvalidOperationException("somebody else's setting");
            Done.Add("logging");
            return ValueTask.FromResult("invocation logging writes to /bedrock");
        }

        public ValueTask RuleAsync(string rule, CancellationToken cancellation)
        {
            Done.Add(rule);
            return ValueTask.CompletedTask;
        }
    }
}
