using System.Net;
using System.Text;
using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>A user that holds as many policies as it may. The emulator knows no such limit: IAM's answer comes from the test.</summary>
public sealed class DenyGroupTests(MotoServer server) : IAsyncLifetime
{
    private const string Name = "deny-spending";

    private TestAccount _account = null!;
    private AmazonIdentityManagementServiceClient _iam = null!;
    private DynamoPolicyStore _policies = null!;
    private string _deny = "";

    public async ValueTask InitializeAsync()
    {
        _account = await server.NewAccountAsync();
        _iam = Client();
        _policies = new DynamoPolicyStore(await Tables.CreateAsync(server));
        await _account.QueryAsync(
            "iam", "CreatePolicy", ("PolicyName", Name), ("Path", "/killswitch/"), ("PolicyDocument", SpendingDeny.Document()));
        _deny = $"arn:aws:iam::{_account.Id}:policy/killswitch/{Name}";
        await _account.QueryAsync("iam", "CreateUser", ("UserName", "ada"));
    }

    public ValueTask DisposeAsync()
    {
        _iam.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_user_without_room_for_a_policy_is_denied_by_the_group_and_allowed_again_and_doing_either_twice_changes_nothing()
    {
        await GroupAsync();
        var enforcer = Enforcer();

        for (var i = 0; i < 2; i++)
        {
            (await enforcer.DenyAsync(Ada, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await enforcer.IsDeniedAsync(Ada, default)).ShouldBe(true);
            (await MembersAsync()).ShouldBe(["ada"]);
        }

        for (var i = 0; i < 2; i++)
        {
            (await enforcer.AllowAsync(Ada, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await enforcer.IsDeniedAsync(Ada, default)).ShouldBe(false);
            (await MembersAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Where_the_group_was_never_deployed_or_is_full_of_groups_too_the_limit_is_said()
    {
        (await Enforcer().DenyAsync(Ada, default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.PolicyLimitReached);

        await GroupAsync();
        (await Enforcer("AttachUserPolicy", "AddUserToGroup").DenyAsync(Ada, default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.PolicyLimitReached);
    }

    [Fact]
    public async Task The_stop_of_the_account_denies_such_a_user_too_and_lets_it_go_again()
    {
        await GroupAsync();
        await _account.QueryAsync("iam", "PutUserPolicy", ("UserName", "ada"), ("PolicyName", "may"),
            ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}]}"""));
        var account = new AccountDeny(Client("AttachUserPolicy"), _deny, _policies, TimeProvider.System);

        (await account.DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();
        (await MembersAsync()).ShouldBe(["ada"]);
        (await account.DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeTrue();
        (await account.IsDeniedAsync(default)).ShouldBe(true);

        (await account.AllowAsync(default)).ShouldBeOfType<EnforcementResult.Done>();
        (await MembersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removal_empties_the_group()
    {
        await GroupAsync();
        await Enforcer().DenyAsync(Ada, default, default);
        var stops = new InMemoryStopStore();

        var left = await new DenyRemoval(_iam, new Enforcement(InMemoryPorts.Of(Enforcer()) with { Stops = stops }), [_deny])
            .RunAsync("the removal", default, default);

        left.ShouldBe(["user/ada"]);
        (await MembersAsync()).ShouldBeEmpty();
    }

    private StopTarget.Principal Ada => new(_account.Id, "user/ada", $"arn:aws:iam::{_account.Id}:user/ada");

    private async Task GroupAsync()
    {
        await _account.QueryAsync("iam", "CreateGroup", ("GroupName", Name), ("Path", "/killswitch/"));
        await _account.QueryAsync("iam", "AttachGroupPolicy", ("GroupName", Name), ("PolicyArn", _deny));
    }

    private async Task<IEnumerable<string>> MembersAsync() =>
        ((await _iam.GetGroupAsync(new() { GroupName = Name })).Users ?? []).Select(user => user.UserName);

    private IamEnforcer Enforcer(params string[] full)
    {
        var iam = Client(full.Length > 0 ? full : ["AttachUserPolicy"]);
        var clock = TimeProvider.System;
        return new IamEnforcer(
            iam, _deny, new SessionByTag(iam, _deny, clock), new ModelByTag(iam, _deny, _policies, own: null, clock),
            new TakenByTag(iam, _deny, _policies, own: null, offered: null, clock),
            new AccountDeny(iam, _deny, _policies, clock), clock)
        {
            Principals = Carriers.Deny(iam, _deny, _policies),
        };
    }

    private AmazonIdentityManagementServiceClient Client(params string[] full)
    {
        var settings = _account.Settings<AmazonIdentityManagementServiceConfig>();
        settings.MaxErrorRetry = 0;
        settings.HttpClientFactory =
            new FaultyRequests((_, body) => full.Any(operation => body.Contains($"Action={operation}&", StringComparison.Ordinal))
            ? new HttpResponseMessage(HttpStatusCode.Conflict)
            {
                Content = new StringContent(
                    "<ErrorResponse><Error><Type>Sender</Type><Code>LimitExceeded</Code><Message>Cannot exceed "
                    + "quota</Message></Error></ErrorResponse>", Encoding.UTF8, "text/xml"),
            }
            : null);
        return new(_account.Credentials, settings);
    }
}
