using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Organizations;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Organizations;

/// <summary>The organization's policy on everyone in the account.</summary>
public sealed class AccountControlTests(MotoServer server) : IAsyncLifetime
{
    private static readonly GuardResources Guard = new("KillSwitch", null);
    private static readonly EnforcementResult Denied = new EnforcementResult.Done(default, WasSo: true);

    private EmulatedOrganization _organization = null!;
    private ControlPolicy _policy = null!;
    private DynamoPolicyStore _policies = null!;

    public async ValueTask InitializeAsync()
    {
        _organization = await EmulatedOrganization.CreateAsync(server);
        (_policy, _) = await _organization.PolicyAsync(AccountControlPolicy.Document(["role/BreakGlass*"], Guard, null));
        _policies = new DynamoPolicyStore(await Tables.CreateAsync(server));
        await ExemptAsync("role/BreakGlass*");
    }

    public ValueTask DisposeAsync()
    {
        _organization.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_account_is_stopped_both_ways_and_restored_both_ways_and_doing_either_twice_changes_nothing()
    {
        for (var i = 0; i < 2; i++)
        {
            var done = (await Enforcer().DenyAsync(Account, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (done.WasSo, done.Note).ShouldBe((i == 1, "the organization's policy denies everyone who is not exempt, too"));
            (await _policy.IsAttachedAsync(default)).ShouldBeTrue();
        }

        for (var i = 0; i < 2; i++)
        {
            (await Enforcer().AllowAsync(Account, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await _policy.IsAttachedAsync(default)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task It_is_not_attached_where_it_would_deny_an_innocent_and_the_note_says_what_to_deploy()
    {
        await ExemptAsync("role/BreakGlass*", "user/admin");

        var done = (await Enforcer().DenyAsync(Account, default, default)).ShouldBeOfType<EnforcementResult.Done>();

        done.Note.ShouldNotBeNull().ShouldContain("-c scpExempt=user/admin");
        (await _policy.IsAttachedAsync(default)).ShouldBeFalse();
        (await Enforcer().WouldAccountHoldAsync(Root, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_becomes_exempt_while_the_stop_stands_is_let_go()
    {
        await Enforcer().DenyAsync(Account, default, default);
        await ExemptAsync("role/BreakGlass*", "user/admin");

        (await Enforcer().DenyAsync(Account, default, default)).ShouldBeOfType<EnforcementResult.Done>();

        (await _policy.IsAttachedAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Those_without_room_for_a_deny_are_held_by_it()
    {
        var done = (await Enforcer(InnerEnforcer.Full).DenyAsync(Account, default, default)).ShouldBeOfType<EnforcementResult.Done>();

        done.Note.ShouldNotBeNull().ShouldContain("it has no room");
    }

    [Fact]
    public async Task A_deny_that_fails_in_iam_is_tried_again_while_the_organization_holds_everyone()
    {
        var throttled = new InnerEnforcer(new EnforcementResult.Failed(StopFailure.Throttled, "IAM asked to slow down"));

        var failed = (await Enforcer(throttled).DenyAsync(Account, default, default)).ShouldBeOfType<EnforcementResult.Failed>();

        (failed.Failure, failed.Reason)
            .ShouldBe(
            (StopFailure.Throttled, "IAM asked to slow down; meanwhile the organization's policy denies everyone who is not exempt"));
        (await _policy.IsAttachedAsync(default)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_organization_that_does_not_answer_makes_the_stop_fail_loudly()
    {
        var enforcer = new OrganizationEnforcer(
            new InnerEnforcer(Denied), _organization.Member, principals: null,
            new AccountControl(
            new ControlPolicy(_organization.Client, "p-00000000", _organization.Member), _policies, TimeProvider.System));

        (await enforcer.DenyAsync(Account, default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Reason.ShouldContain("denied by IAM, and not yet by the organization");
    }

    [Fact]
    public async Task In_the_management_account_it_is_not_attached_and_the_note_says_why()
    {
        var (policy, _) = await _organization.PolicyAsync(AccountControlPolicy.Document([], Guard, null), _organization.Management);
        var enforcer = new OrganizationEnforcer(new InnerEnforcer(Denied), _organization.Management, principals: null,
            new AccountControl(policy, _policies, TimeProvider.System));

        (await enforcer.DenyAsync(new StopTarget.WholeAccount(_organization.Management), default, default))
            .ShouldBeOfType<EnforcementResult.Done>().Note.ShouldNotBeNull().ShouldContain("management account");
        (await policy.IsAttachedAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_removal_takes_it_off_the_account()
    {
        await Enforcer().DenyAsync(Account, default, default);
        var empty = await server.NewAccountAsync();
        using var iam =
            new AmazonIdentityManagementServiceClient(empty.Credentials, empty.Settings<AmazonIdentityManagementServiceConfig>());
        var stops = new InMemoryStopStore();

        await new DenyRemoval(iam, new Enforcement(InMemoryPorts.Of(Enforcer()) with { Stops = stops }), [])
        {
            ControlPolicies = [_policy],
        }.RunAsync("the removal", default, default);

        (await _policy.IsAttachedAsync(default)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("root", true)]
    [InlineData("role/AWSReservedSSO_Dev_0123456789abcdef", true)]
    [InlineData("role/AWSServiceRoleForSupport", false)]
    [InlineData("arn:aws:iam::999988887777:role/other", false)]
    public async Task It_is_known_whom_a_stop_of_the_account_would_hold(string name, bool expected) =>
        (await Enforcer().WouldAccountHoldAsync(Root with { PrincipalName = name }, default)).ShouldBe(expected);

    private StopTarget Account => new StopTarget.WholeAccount(_organization.Member);

    private StopTarget.Principal Root => new(_organization.Member, "root", $"arn:aws:iam::{_organization.Member}:root");

    private OrganizationEnforcer Enforcer(IEnforcer? inner = null) =>
        new(inner ?? new InnerEnforcer(Denied), _organization.Member, principals: null,
            new AccountControl(_policy, _policies, TimeProvider.System));

    private async Task ExemptAsync(params string[] exempt)
    {
        var next = (await _policies.CurrentAsync(default))?.Number + 1 ?? 1;
        var yaml = $$"""
            version: 1
            exempt: [{{string.Join(", ", exempt.Select(one => $"\"{one}\""))}}]
            rules: [{ id: ceiling, per: account, limit: { usd: 1 }, every: day, stop: account }]
            """;
        (await _policies.TryApplyAsync(new PolicyVersion(next, yaml, DateTimeOffset.UnixEpoch, "arn:aws:iam::1:user/ana"), default))
            .ShouldBeTrue();
    }
}
