using KillSwitch.Aws.Organizations;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Organizations;

/// <summary>Principals and sessions that no deny in the account stops.</summary>
public sealed class PrincipalControlTests(MotoServer server) : IAsyncLifetime
{
    private static readonly GuardResources Guard = new("KillSwitch", null);

    private readonly InMemoryStopStore _stops = new();
    private readonly InMemoryMemory _memory = new();
    private EmulatedOrganization _organization = null!;
    private ControlPolicy _policy = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _organization = await EmulatedOrganization.CreateAsync(server);
        (_policy, _id) = await _organization.PolicyAsync(PrincipalControlPolicy.Document([], Guard));
    }

    public ValueTask DisposeAsync()
    {
        _organization.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("role/AWSReservedSSO_Dev_0123456789abcdef")]
    [InlineData("root")]
    public async Task Who_cannot_be_changed_is_listed_and_let_go_again_and_doing_either_twice_changes_nothing(string name)
    {
        var enforcer = Enforcer(InnerEnforcer.Unchangeable);
        var target = Target(name);
        (await enforcer.IsDeniedAsync(target, default)).ShouldBeNull();
        enforcer.Obstacle(target).ShouldBeNull();

        for (var i = 0; i < 2; i++)
        {
            var done = (await enforcer.DenyAsync(target, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (done.WasSo, done.Note).ShouldBe((i == 1, "denied by the organization's policy, as nobody can change it"));
            (await enforcer.IsDeniedAsync(target, default)).ShouldBe(true);
            (await ListedAsync()).ShouldBe([new StoppedCaller(name)]);
        }

        (await _policy.IsAttachedAsync(default)).ShouldBeTrue();
        for (var i = 0; i < 2; i++)
        {
            (await enforcer.AllowAsync(target, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await enforcer.IsDeniedAsync(target, default)).ShouldNotBe(true);
            (await ListedAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_session_is_listed_without_its_siblings_and_a_role_at_its_limit_stays_while_another_is_let_go()
    {
        var enforcer = Enforcer(InnerEnforcer.Full);
        var session = new StopTarget.Session(_organization.Member, "role/AWSReservedSSO_Dev_0123456789abcdef", "arn", "ana@example.com");
        await StandAsync(session);
        await StandAsync(Target("role/full"));
        await enforcer.DenyAsync(session, default, default);
        await enforcer.DenyAsync(Target("role/full"), default, default);

        (await ListedAsync())
            .ShouldBe([new StoppedCaller(session.PrincipalName, "ana@example.com"), new StoppedCaller("role/full")], ignoreOrder: true);
        await enforcer.AllowAsync(session, default, default);

        (await ListedAsync()).ShouldBe([new StoppedCaller("role/full")]);
        (await enforcer.IsDeniedAsync(session, default)).ShouldBe(false);
    }

    [Fact]
    public async Task Stops_that_begin_at_once_all_stand_in_the_end()
    {
        StopTarget.Principal[] targets = [.. Enumerable.Range(0, 6).Select(n => Target($"role/AWSReservedSSO_{n}"))];
        foreach (var target in targets)
            await StandAsync(target);

        await Parallel.ForEachAsync(targets, async (target, cancellation) =>
            (await Enforcer(InnerEnforcer.Unchangeable).DenyAsync(target, default, cancellation)).ShouldBeOfType<EnforcementResult.Done>());

        (await ListedAsync())!.Count.ShouldBe(6);
    }

    [Fact]
    public async Task What_somebody_else_lost_is_missed_and_put_back_by_the_next_stop()
    {
        var enforcer = Enforcer(InnerEnforcer.Unchangeable);
        await StandAsync(Target("root"));
        await enforcer.DenyAsync(Target("root"), default, default);
        await _organization.OverwriteAsync(_id, PrincipalControlPolicy.Document([], Guard));
        (await enforcer.IsDeniedAsync(Target("root"), default)).ShouldBe(false);

        await enforcer.DenyAsync(Target("role/AWSReservedSSO_Dev_1"), default, default);

        (await enforcer.IsDeniedAsync(Target("root"), default)).ShouldBe(true);
        await _policy.DetachAsync(default);
        (await enforcer.IsDeniedAsync(Target("root"), default)).ShouldBe(false);
    }

    // An earlier version of the guard's, or a rewritten one.
    [Fact]
    public async Task One_that_lists_them_and_does_not_keep_them_from_the_guard_is_not_in_force_and_written_again()
    {
        var enforcer = Enforcer(InnerEnforcer.Unchangeable);
        await StandAsync(Target("root"));
        await enforcer.DenyAsync(Target("root"), default, default);
        await _organization.OverwriteAsync(_id, PrincipalControlPolicy.Document([new("root")], new GuardResources("Other", null)));
        (await enforcer.IsDeniedAsync(Target("root"), default)).ShouldBe(false);

        await enforcer.DenyAsync(Target("root"), default, default);

        (await enforcer.IsDeniedAsync(Target("root"), default)).ShouldBe(true);
        (await _policy.ReadAsync(default)).Document.ShouldBe(PrincipalControlPolicy.Document([new("root")], Guard));
    }

    [Fact]
    public async Task More_than_the_policy_holds_is_said_and_leaves_those_that_stand()
    {
        StopTarget.Principal? refused = null;
        for (var n = 0; n < 200 && refused is null; n++)
        {
            var target = Target($"role/{new string('x', 60)}{n:D3}");
            await StandAsync(target);
            if (await Enforcer(InnerEnforcer.Full).DenyAsync(target, default, default) is EnforcementResult.Failed failed)
            {
                refused = target;
                failed.Failure.ShouldBe(StopFailure.PolicyLimitReached);
                failed.Reason.ShouldContain("cannot list");
            }
        }

        refused.ShouldNotBeNull();
        (await ListedAsync()).ShouldNotBeNull().Count.ShouldBeGreaterThan(20);
        (await Enforcer(InnerEnforcer.Full).IsDeniedAsync(refused, default)).ShouldBe(false);
    }

    [Fact]
    public async Task Made_up_federated_names_are_stopped_together_keep_no_role_out_and_give_their_space_back()
    {
        var control = new PrincipalControl(_policy, _stops, _memory, TimeProvider.System, Guard);
        StopTarget.Principal[] names = [.. Enumerable.Range(0, ControlList.ManyFederated).Select(n => Federated($"made-up-{n}"))];
        EnforcementResult.Done? last = null;
        foreach (var name in names)
        {
            await StandAsync(name);
            last = (await control.DenyAsync(name, default)).ShouldBeOfType<EnforcementResult.Done>();
        }

        last.ShouldNotBeNull().Note.ShouldBe("as so many are stopped, the organization's policy denies all federated users together");
        (await ListedAsync()).ShouldBe([new StoppedCaller(Federated("*").PrincipalName)]);
        (await control.IsDeniedAsync(names[0], default)).ShouldBe(true);
        (await control.ReadAsync(default)).Together.ShouldBe(["all federated users"]);
        await StandAsync(Target("role/AWSReservedSSO_Dev_1"));
        (await control.DenyAsync(Target("role/AWSReservedSSO_Dev_1"), default))
            .ShouldBeOfType<EnforcementResult.Done>().Note.ShouldBeNull();

        (await control.AllowAsync(names[0], default)).ShouldBeOfType<EnforcementResult.Done>();

        (await ListedAsync()).ShouldNotBeNull().Count.ShouldBe(names.Length);
        (await control.IsDeniedAsync(names[1], default)).ShouldBe(true);
        (await control.ReadAsync(default)).Together.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_a_federated_user_is_exempt_the_others_are_listed_one_by_one_and_one_too_many_is_said()
    {
        using var account = await TaggedAccount.CreateAsync(server);
        await account.ExemptAsync(Federated("oncall").PrincipalName);
        var control = new PrincipalControl(_policy, _stops, _memory, TimeProvider.System, Guard, account.Policies);
        for (var n = 0; n < ControlList.MostFederated; n++)
        {
            await StandAsync(Federated($"made-up-{n:D2}"));
            (await control.DenyAsync(Federated($"made-up-{n:D2}"), default)).ShouldBeOfType<EnforcementResult.Done>().Note.ShouldBeNull();
        }

        await StandAsync(Federated("made-up-99"));
        var failed = (await control.DenyAsync(Federated("made-up-99"), default)).ShouldBeOfType<EnforcementResult.Failed>();

        failed.Failure.ShouldBe(StopFailure.PolicyLimitReached);
        (await ListedAsync()).ShouldNotBeNull().Count.ShouldBe(ControlList.MostFederated);
        await StandAsync(Target("role/AWSReservedSSO_Dev_1"));
        (await control.DenyAsync(Target("role/AWSReservedSSO_Dev_1"), default)).ShouldBeOfType<EnforcementResult.Done>();
    }

    [Theory]
    [InlineData("role/AWSServiceRoleForSupport", "service-linked")]
    [InlineData("arn:aws:iam::999988887777:role/other", "own account")]
    public async Task Whom_the_organization_cannot_stop_either_is_said(string name, string word)
    {
        var failed = (await Enforcer(InnerEnforcer.Unchangeable).DenyAsync(Target(name), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>();

        failed.Failure.ShouldBe(StopFailure.Unmodifiable);
        failed.Reason.ShouldStartWith("nobody can change it; ");
        failed.Reason.ShouldContain(word);
        (await ListedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_the_management_account_nobody_is_bound_and_that_is_said()
    {
        var (policy, _) = await _organization.PolicyAsync(PrincipalControlPolicy.Document([], Guard), _organization.Management);
        var control = new PrincipalControl(policy, _stops, _memory, TimeProvider.System, Guard);

        (await control.DenyAsync(new StopTarget.Principal(_organization.Management, "root", "arn"), default))
            .ShouldBeOfType<EnforcementResult.Failed>().Reason.ShouldContain("management account");
        (await policy.IsAttachedAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_policy_that_is_gone_is_not_prepared()
    {
        var control = new PrincipalControl(
            new ControlPolicy(_organization.Client, "p-00000000", _organization.Member), _stops, _memory, TimeProvider.System, Guard);

        (await control.DenyAsync(Target("root"), default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.NotPrepared);
    }

    [Theory]
    [InlineData("role/AWSReservedSSO_Dev_0123456789abcdef", "permission set")]
    [InlineData("root", "organization=true")]
    [InlineData("role/AWSServiceRoleForSupport", "no service-linked role")]
    public async Task Without_an_organization_it_is_said_what_else_can_be_done(string name, string word)
    {
        var enforcer = new OrganizationEnforcer(InnerEnforcer.Unchangeable, _organization.Member, principals: null, everyone: null);

        (await enforcer.DenyAsync(Target(name), default, default)).ShouldBeOfType<EnforcementResult.Failed>().Reason.ShouldContain(word);
        enforcer.Obstacle(Target(name)).ShouldNotBeNull().ShouldContain(word);
        (await enforcer.WouldAccountHoldAsync(Target(name), default)).ShouldBeFalse();
        (await enforcer.IsDeniedAsync(Target(name), default)).ShouldBeNull();
    }

    private StopTarget.Principal Target(string name) => new(_organization.Member, name, $"arn:aws:iam::{_organization.Member}:{name}");

    private StopTarget.Principal Federated(string name)
    {
        var arn = $"arn:aws:sts::{_organization.Member}:federated-user/{name}";
        return new(_organization.Member, arn, arn);
    }

    private OrganizationEnforcer Enforcer(IEnforcer inner) =>
        new(inner, _organization.Member, new PrincipalControl(_policy, _stops, _memory, TimeProvider.System, Guard), everyone: null);

    private async Task<IReadOnlySet<StoppedCaller>?> ListedAsync() =>
        PrincipalControlPolicy.Read((await _policy.ReadAsync(default)).Document, Guard);

    private async Task StandAsync(StopTarget target)
    {
        var trip = new TripKey("cap", target.Name, new Window(0, 60), IsRolling: false);
        await _stops.TryOpenAsync(
            Stop.ByHand(target, "ana", "a loop", default) with
            {
                Id = trip.StopId(),
                Cause = new StopCause.ByRule(
                    trip, new Evidence(target.Name, Unit.Usd, 10, 10, default, 0, 0, TimeSpan.Zero, trip.Window, default)),
                State = StopState.Enforced,
            },
            bound: null, default);
    }
}
