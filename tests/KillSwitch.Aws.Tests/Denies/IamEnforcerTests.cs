using System.Net;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

public class IamEnforcerTests(MotoServer server)
{
    private const string Account = "123456789012";
    private const string Prepared = $"arn:aws:iam::{Account}:policy/killswitch/deny";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_principal_is_denied_and_allowed_again_and_doing_either_twice_changes_nothing(bool isRole)
    {
        using var iam = new RawIam(server);
        var name = isRole ? "role/" + await iam.CreateRoleAsync() : "user/" + await iam.CreateUserAsync();
        var enforcer = Enforcer(await iam.CreatePolicyAsync());
        var target = Target(name);

        (await enforcer.IsDeniedAsync(target, default)).ShouldBe(false);
        for (var i = 0; i < 2; i++)
        {
            (await enforcer.DenyAsync(target, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await enforcer.IsDeniedAsync(target, default)).ShouldBe(true);
        }

        for (var i = 0; i < 2; i++)
        {
            (await enforcer.AllowAsync(target, default, default)).ShouldBeOfType<EnforcementResult.Done>();
            (await enforcer.IsDeniedAsync(target, default)).ShouldBe(false);
        }
    }

    [Fact]
    public async Task A_role_that_is_gone_cannot_be_stopped_and_needs_no_restore()
    {
        using var iam = new RawIam(server);
        var enforcer = Enforcer(await iam.CreatePolicyAsync());

        (await enforcer.DenyAsync(Target("role/never-was"), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.PrincipalGone);
        (await enforcer.AllowAsync(Target("role/never-was"), default, default)).ShouldBeOfType<EnforcementResult.Done>();
    }

    [Fact]
    public async Task A_policy_that_is_gone_is_told_apart_from_a_role_that_is_gone()
    {
        using var iam = new RawIam(server);
        var enforcer = Enforcer($"arn:aws:iam::{Account}:policy/killswitch/missing");

        (await enforcer.DenyAsync(Target("role/" + await iam.CreateRoleAsync()), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.NotPrepared);
    }

    [Theory]
    [InlineData("LimitExceeded", HttpStatusCode.Conflict, StopFailure.PolicyLimitReached)]
    [InlineData("UnmodifiableEntity", HttpStatusCode.BadRequest, StopFailure.Unmodifiable)]
    [InlineData("AccessDenied", HttpStatusCode.Forbidden, StopFailure.AccessDenied)]
    [InlineData("Throttling", HttpStatusCode.BadRequest, StopFailure.Throttled)]
    [InlineData("ServiceFailure", HttpStatusCode.InternalServerError, StopFailure.Unavailable)]
    [InlineData("PolicyNotAttachable", HttpStatusCode.BadRequest, StopFailure.NotPrepared)]
    public async Task Each_refusal_of_iam_is_its_own_result(string code, HttpStatusCode status, StopFailure expected)
    {
        using var service = new CannedService().Refuse(status, code);

        var failed = (await Enforcer(service).DenyAsync(Target("role/agent"), default, default)).ShouldBeOfType<EnforcementResult.Failed>();

        failed.Failure.ShouldBe(expected);
        failed.Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task What_does_not_show_when_read_back_is_not_done()
    {
        using var service = new CannedService(
            "<AttachRolePolicyResponse/>",
            "<ListAttachedRolePoliciesResponse><ListAttachedRolePoliciesResult><AttachedPolicies/><IsTruncated>false</IsTruncated></ListAttachedRolePoliciesResult></ListAttachedRolePoliciesResponse>");

        (await Enforcer(service).DenyAsync(Target("role/agent"), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.NotConfirmed);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_unavailable()
    {
        var enforcer = Enforcer(Client(new Uri("http://127.0.0.1:9/"), retries: 0), Prepared);

        (await enforcer.DenyAsync(Target("role/agent"), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.Unavailable);
    }

    [Fact]
    public async Task Whether_a_principal_is_denied_is_not_known_where_iam_cannot_be_reached_or_its_answer_cannot_be_read()
    {
        var unreached = Enforcer(Client(new Uri("http://127.0.0.1:9/"), retries: 0), Prepared);
        using var page = new CannedService("<html><body>Sign in to the guest network</body></html>");

        (await unreached.IsDeniedAsync(Target("role/agent"), default)).ShouldBeNull();
        (await Enforcer(page).IsDeniedAsync(Target("role/agent"), default)).ShouldBeNull();
        (await Enforcer(page).DenyAsync(Target("role/agent"), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.Unavailable);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("role/AWSServiceRoleForSupport")]
    [InlineData("role/AWSReservedSSO_Admin_0123456789abcdef")]
    [InlineData("arn:aws:iam::999988887777:role/other")]
    [InlineData("(none)")]
    public async Task Who_cannot_be_changed_is_said_at_once_and_without_a_call(string name)
    {
        using var service = new CannedService();

        var failed = (await Enforcer(service).DenyAsync(Target(name), default, default)).ShouldBeOfType<EnforcementResult.Failed>();

        failed.Failure.ShouldBe(StopFailure.Unmodifiable);
        service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_of_another_account_is_not_touched()
    {
        using var service = new CannedService();

        (await Enforcer(service)
            .DenyAsync(new StopTarget.Principal("999988887777", "role/agent", "arn:aws:iam::999988887777:role/agent"), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.Unmodifiable);
        service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_whole_account_is_not_touched()
    {
        using var service = new CannedService();

        (await Enforcer(service).DenyAsync(new StopTarget.WholeAccount("999988887777"), default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.Unmodifiable);
        service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("user/ada")]
    [InlineData("root")]
    [InlineData("role/AWSReservedSSO_Admin_0123456789abcdef")]
    public async Task Only_a_role_that_can_be_changed_has_sessions_to_cut(string name)
    {
        using var service = new CannedService();
        var session = new StopTarget.Session(Account, name, $"arn:aws:iam::{Account}:{name}", "nightly");

        (await Enforcer(service).DenyAsync(session, default, default))
            .ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.Unmodifiable);
        (await Enforcer(service).AllowAsync(session, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await Enforcer(service).IsDeniedAsync(session, default)).ShouldBeNull();
        service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_attach_is_the_first_thing_that_is_asked_of_iam()
    {
        using var service = new CannedService();

        await Enforcer(service).DenyAsync(Target("role/agent"), default, default);

        service.Requests.First().Body.ShouldContain("Action=AttachRolePolicy");
    }

    private static StopTarget.Principal Target(string name) =>
        new(Account, name, name.StartsWith("arn:", StringComparison.Ordinal) ? name : $"arn:aws:iam::{Account}:{name}");

    private IamEnforcer Enforcer(string policyArn) => Enforcer(Client(server.Url, retries: 2), policyArn);

    private IamEnforcer Enforcer(CannedService service) => Enforcer(Client(service.Url, retries: 0), Prepared);

    // No policy was ever applied here; what stops sessions, models and the account has tests of its own.
    private IamEnforcer Enforcer(AmazonIdentityManagementServiceClient iam, string policyArn)
    {
        var policies = new DynamoPolicyStore(new LedgerTable(Tables.Client(server), "none"));
        return new(
            iam,
            policyArn,
            new SessionByTag(iam, policyArn, TimeProvider.System),
            new ModelByTag(iam, policyArn, policies, own: null, TimeProvider.System),
            new TakenByTag(iam, policyArn, policies, own: null, offered: null, TimeProvider.System),
            new AccountDeny(iam, policyArn, policies, TimeProvider.System),
            TimeProvider.System)
        {
            Principals = Carriers.Deny(iam, policyArn, policies),
        };
    }

    private static AmazonIdentityManagementServiceClient Client(Uri url, int retries) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonIdentityManagementServiceConfig
        {
            ServiceURL = url.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = retries,
        });
}
