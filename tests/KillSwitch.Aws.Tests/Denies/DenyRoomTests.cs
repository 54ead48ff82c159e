using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>
/// A principal that holds nine policies of its own: one place is left, and more than one of the guard's denies is to be in it.
/// </summary>
public sealed class DenyRoomTests(MotoServer server) : IAsyncLifetime
{
    private const string Role = "role/agent";

    private readonly InMemoryMemory _memory = new();
    private readonly PolicyQuota _quota = new(free: 1);
    private TaggedAccount _account = null!;
    private AmazonIdentityManagementServiceClient _iam = null!;
    private string _principal = "", _everyone = "", _session = "", _model = "", _taken = "", _mantle = "";

    public async ValueTask InitializeAsync()
    {
        _account = await TaggedAccount.CreateAsync(server);
        _iam = _account.Faulty(_quota.Requests);
        _principal = await _account.PolicyAsync("deny-spending", SpendingDeny.Document());
        _everyone = await _account.PolicyAsync("deny-account", SpendingDeny.Document());
        _session = await _account.PolicyAsync("deny-session", SessionDeny.Document());
        _model = await _account.PolicyAsync("deny-model", ModelDeny.Document());
        _taken = await _account.PolicyAsync("deny-taken", TakenDeny.Document());
        _mantle = await _account.PolicyAsync("deny-mantle", MantleDeny.Document());
        await _account.PrincipalAsync(Role, "bedrock:*");
        for (var n = 0; n < 9; n++)
        {
            await _account.Iam.AttachRolePolicyAsync(new()
            {
                RoleName = "agent",
                PolicyArn = await _account.PolicyAsync($"theirs-{n}", MantleDeny.Document()),
            });
        }

        await ApplyAsync("deny");
    }

    public ValueTask DisposeAsync()
    {
        _iam.Dispose();
        _account.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_stop_takes_the_place_of_the_hold_which_comes_back_when_it_is_restored()
    {
        (await Hold.HoldAsync(default)).ShouldBeNull();

        (await Enforcer.DenyAsync(Principal, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await Enforcer.IsDeniedAsync(Principal, default)).ShouldBe(true);
        // Whoever is denied all spending lacks no hold, and it does not take the place back.
        (await Hold.HoldAsync(default)).ShouldBeNull();
        (await _account.HoldersAsync(_principal)).ShouldBe([Role]);

        (await Enforcer.AllowAsync(Principal, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_mantle)).ShouldBe([Role]);
        (await _account.HoldersAsync(_principal)).ShouldBeEmpty();
        _quota.Changes.ShouldBe(["+deny-mantle", "-deny-mantle", "+deny-spending", "-deny-spending", "+deny-mantle"]);
    }

    [Fact]
    public async Task What_cannot_be_put_on_gives_the_place_back()
    {
        await Hold.HoldAsync(default);
        _quota.Refused = _principal;

        (await Enforcer.DenyAsync(Principal, default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.AccessDenied);

        (await _account.HoldersAsync(_mantle)).ShouldBe([Role]);
        _quota.Changes.ShouldBe(["+deny-mantle", "-deny-mantle", "?deny-spending", "+deny-mantle"]);
    }

    [Fact]
    public async Task A_hold_that_is_let_go_meanwhile_does_not_come_back()
    {
        await Hold.HoldAsync(default);
        await Enforcer.DenyAsync(Principal, default, default);
        await ApplyAsync("allow");
        await new AttachedForm(_iam, _mantle, Room).TakeAsync(Role, default);

        await Enforcer.AllowAsync(Principal, default, default);

        (await _account.HoldersAsync(_mantle)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_stop_of_the_role_takes_the_place_of_its_sessions_which_counts_as_denied_and_can_be_denied_again()
    {
        (await Enforcer.DenyAsync(Session, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await Enforcer.DenyAsync(Principal, default, default)).ShouldBeOfType<EnforcementResult.Done>();

        (await _account.HoldersAsync(_session)).ShouldBeEmpty();
        (await Enforcer.IsDeniedAsync(Session, default)).ShouldBe(true);
        (await Enforcer.DenyAsync(Session, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_principal)).ShouldBe([Role]);

        await Enforcer.AllowAsync(Principal, default, default);
        (await Enforcer.IsDeniedAsync(Session, default)).ShouldBe(false);
        (await Enforcer.DenyAsync(Session, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_session)).ShouldBe([Role]);
    }

    [Fact]
    public async Task A_session_that_finds_a_models_deny_in_the_only_place_is_cut_with_its_role()
    {
        (await Enforcer.DenyAsync(Model, default, default)).ShouldBeOfType<EnforcementResult.Done>();

        var wider = (await Enforcer.DenyAsync(Session, default, default)).ShouldBeOfType<EnforcementResult.Wider>().Widening;

        wider.Reason.ShouldContain("role/agent has no room for one more policy");
        (await Enforcer.DenyAsync(wider.Target, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await Enforcer.IsDeniedToAsync(Model, Role, default)).ShouldBe(true);
    }

    [Fact]
    public async Task Whoever_is_stopped_by_itself_holds_up_no_stop_of_the_account_and_is_held_by_it_alone_once_it_is_let_go()
    {
        await Enforcer.DenyAsync(Principal, default, default);
        var account = new StopTarget.WholeAccount(_account.Id);

        for (var i = 0; i < 2; i++)
            (await Enforcer.DenyAsync(account, default, default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeTrue();
        (await Enforcer.IsDeniedToAsync(account, Role, default)).ShouldBe(true);

        await Enforcer.AllowAsync(Principal, default, default);
        (await Enforcer.DenyAsync(account, default, default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();
        (await _account.HoldersAsync(_everyone)).ShouldBe([Role]);
    }

    [Fact]
    public async Task Where_the_guard_holds_no_place_the_limit_is_said()
    {
        await _iam.AttachRolePolicyAsync(new()
        {
            RoleName = "agent",
            PolicyArn = await _account.PolicyAsync("theirs-9", MantleDeny.Document()),
        });

        (await Enforcer.DenyAsync(Principal, default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.PolicyLimitReached);
        (await Hold.HoldAsync(default)).ShouldNotBeNull().ShouldContain(Role);
    }

    [Fact]
    public async Task Models_that_are_taken_away_take_the_place_of_a_hold_and_where_a_part_has_it_the_whole_is_cut()
    {
        var opus = new StopTarget.Models(Principal, new ModelSet("anthropic.claude-opus-*"));
        (await Hold.HoldAsync(default)).ShouldBeNull();

        (await Enforcer.DenyAsync(opus, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_taken)).ShouldBe([Role]);
        await Enforcer.AllowAsync(opus, default, default);
        (await _account.HoldersAsync(_mantle)).ShouldBe([Role]);

        (await Enforcer.DenyAsync(Session, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        var wider = (await Enforcer.DenyAsync(opus, default, default)).ShouldBeOfType<EnforcementResult.Wider>().Widening;
        wider.Target.ShouldBe(Principal);
        wider.Reason.ShouldBe("anthropic.claude-opus-* could not be taken away alone: role/agent has no room for one more policy; all of "
            + "Bedrock is denied to role/agent");
    }

    [Fact]
    public async Task A_user_whose_groups_are_full_too_gives_up_the_hold_as_well()
    {
        await _account.PrincipalAsync("user/ada", "bedrock:*");
        (await Hold.HoldAsync(default)).ShouldBeNull();
        var ada = new StopTarget.Principal(_account.Id, "user/ada", $"arn:aws:iam::{_account.Id}:user/ada");

        (await Enforcer.DenyAsync(ada, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _account.HoldersAsync(_principal)).ShouldBe(["user/ada"]);
        await Enforcer.AllowAsync(ada, default, default);

        (await _account.HoldersAsync(_mantle)).ShouldBe([Role, "user/ada"]);
    }

    private StopTarget.Principal Principal => new(_account.Id, Role, $"arn:aws:iam::{_account.Id}:{Role}");

    private StopTarget.Session Session => new(_account.Id, Role, $"arn:aws:iam::{_account.Id}:{Role}", "session-1");

    private StopTarget.Model Model => new(_account.Id, "anthropic.claude-opus-4-6-v1");

    private DenyRoom Room => new(new DenyOrder([_principal, _everyone], [_session, _model, _taken], [_mantle]), _memory);

    private PreparedHold Hold => new(StandingHold.Mantle, _iam, _mantle, _account.Policies, _memory, TimeProvider.System) { Room = Room };

    private IamEnforcer Enforcer => new(
        _iam,
        _principal,
        new SessionByTag(_iam, _session, TimeProvider.System) { Room = Room },
        new ModelByTag(_iam, _model, _account.Policies, own: null, TimeProvider.System) { Room = Room },
        new TakenByTag(_iam, _taken, _account.Policies, own: null, offered: null, TimeProvider.System) { Room = Room },
        new AccountDeny(_iam, _everyone, _account.Policies, TimeProvider.System) { Room = Room },
        TimeProvider.System)
    {
        Room = Room,
        Principals = Carriers.Deny(_iam, _everyone, _account.Policies),
    };

    private async Task ApplyAsync(string mantle)
    {
        var next = (await _account.Policies.CurrentAsync(default))?.Number + 1 ?? 1;
        var yaml = $$"""
            version: 1
            mantle: {{mantle}}
            rules: [{ id: cap, per: principal, limit: { usd: 3 }, every: day, stop: principal }]
            """;
        (await _account.Policies.TryApplyAsync(new PolicyVersion(next, yaml, DateTimeOffset.UnixEpoch, "arn:aws:iam::1:user/ana"), default))
            .ShouldBeTrue();
    }
}
