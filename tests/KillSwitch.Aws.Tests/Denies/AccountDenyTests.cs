using System.Net;
using Amazon.DynamoDBv2;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>Each in an account of its own: who else is there would be stopped, too.</summary>
public sealed class AccountDenyTests(MotoServer server) : IAsyncLifetime
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[]}""";

    private TestAccount _account = null!;
    private AmazonIdentityManagementServiceClient _iam = null!;
    private DynamoPolicyStore _policies = null!;
    private string _deny = "";

    public async ValueTask InitializeAsync()
    {
        _account = await server.NewAccountAsync();
        _iam = Client();
        _policies = new DynamoPolicyStore(await Tables.CreateAsync(server));
        _deny = await CreatePolicyAsync("deny-account", "/killswitch/", SpendingDeny.Document());
    }

    public ValueTask DisposeAsync()
    {
        _iam.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Everyone_who_may_spend_is_denied_and_nobody_else()
    {
        await RoleAsync("agent", "bedrock:InvokeModel");
        await RoleAsync("admin", "*");
        await RoleAsync("backup", "s3:*");
        await RoleAsync("reader", "bedrock:List*");
        await UserAsync("ada", "bedrock:Converse*", "bedrock:InvokeModel*");
        await UserAsync("bob", "ec2:*");

        var done = (await Deny().DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>();

        (done.WasSo, done.Note).ShouldBe((false, null));
        (await HoldersAsync()).ShouldBe(["role/admin", "role/agent", "user/ada"]);
    }

    [Fact]
    public async Task A_grant_is_found_wherever_it_comes_from()
    {
        await RoleAsync("by-managed-policy");
        await _iam.AttachRolePolicyAsync(new()
        {
            RoleName = "by-managed-policy",
            PolicyArn = await CreatePolicyAsync("team", "/", Allow("bedrock:*")),
        });
        await RoleAsync("by-another-managed-policy");
        await _iam.AttachRolePolicyAsync(new()
        {
            RoleName = "by-another-managed-policy",
            PolicyArn = await CreatePolicyAsync("other", "/", Allow("s3:*")),
        });
        await _account.QueryAsync("iam", "CreateGroup", ("GroupName", "inline"));
        await _account.QueryAsync(
            "iam", "PutGroupPolicy", ("GroupName", "inline"), ("PolicyName", "may"), ("PolicyDocument", Allow("bedrock:InvokeModel")));
        await _account.QueryAsync("iam", "CreateGroup", ("GroupName", "attached"));
        await _account.QueryAsync(
            "iam", "AttachGroupPolicy", ("GroupName", "attached"), ("PolicyArn", $"arn:aws:iam::{_account.Id}:policy/team"));
        await _account.QueryAsync("iam", "CreateGroup", ("GroupName", "harmless"));
        foreach (var group in (string[])["inline", "attached", "harmless"])
        {
            await UserAsync("of-" + group);
            await _account.QueryAsync("iam", "AddUserToGroup", ("GroupName", group), ("UserName", "of-" + group));
        }

        await Deny().DenyAsync(default);

        (await HoldersAsync()).ShouldBe(["role/by-managed-policy", "user/of-attached", "user/of-inline"]);
    }

    [Fact]
    public async Task Only_the_version_of_a_policy_that_is_in_force_counts()
    {
        var policy = await CreatePolicyAsync("team", "/", Allow("bedrock:*"));
        await _account.QueryAsync(
            "iam", "CreatePolicyVersion", ("PolicyArn", policy), ("PolicyDocument", Allow("s3:*")), ("SetAsDefault", "true"));
        await RoleAsync("agent");
        await _iam.AttachRolePolicyAsync(new() { RoleName = "agent", PolicyArn = policy });

        await Deny().DenyAsync(default);

        (await HoldersAsync()).ShouldBeEmpty();
    }

    // The emulator has none of AWS's own policies, and one page: here the policy comes after the role that holds it.
    [Fact]
    public async Task A_grant_by_a_policy_of_aws_is_found_on_whichever_page_it_stands()
    {
        const string full = "arn:aws:iam::aws:policy/AmazonBedrockFullAccess", harmless = "arn:aws:iam::aws:policy/AmazonS3FullAccess",
            unknown = "arn:aws:iam::aws:policy/New";
        using var service = new CannedService(
            Details("next", $"<RoleDetailList>{Role("agent", full)}{Role("backup", harmless)}{Role("odd", unknown)}</RoleDetailList>"),
            Details(null, $"<Policies>{Managed(full, Allow("bedrock:*"))}{Managed(harmless, Allow("s3:*"))}</Policies>"),
            HoldersPage(),
            "<AttachRolePolicyResponse/>",
            "<AttachRolePolicyResponse/>",
            HoldersPage("agent", "odd"));

        (await Deny(Client(service.Url)).DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>();

        var asked = service.Requests.Select(request => request.Body).ToList();
        asked[0].ShouldContain("=AWSManagedPolicy");
        asked[1].ShouldContain("Marker=next");
        // A policy that nobody has described may grant anything.
        asked.Where(body => body.Contains("Action=AttachRolePolicy", StringComparison.Ordinal)).Count().ShouldBe(2);
        asked.ShouldContain(body => body.Contains("RoleName=agent", StringComparison.Ordinal));
        asked.ShouldContain(body => body.Contains("RoleName=odd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_exempt_by_name_or_arn_is_left_out()
    {
        await ApplyAsync($"role/BreakGlass*\", \"arn:aws:iam::{_account.Id}:role/by-arn\", \"arn:aws:iam::*:user/people/*");
        await RoleAsync("BreakGlass-1", "*");
        await RoleAsync("agent", "bedrock:*");
        await _account.QueryAsync(
            "iam", "CreateRole", ("RoleName", "by-arn"), ("Path", "/teams/shop/"), ("AssumeRolePolicyDocument", Trust));
        await _account.QueryAsync(
            "iam", "PutRolePolicy", ("RoleName", "by-arn"), ("PolicyName", "may"), ("PolicyDocument", Allow("bedrock:*")));
        await _account.QueryAsync("iam", "CreateUser", ("UserName", "ada"), ("Path", "/people/"));
        await _account.QueryAsync(
            "iam", "PutUserPolicy", ("UserName", "ada"), ("PolicyName", "may"), ("PolicyDocument", Allow("bedrock:*")));

        await Deny().DenyAsync(default);

        (await HoldersAsync()).ShouldBe(["role/agent"]);
    }

    [Fact]
    public async Task Who_becomes_exempt_while_the_stop_stands_is_let_go_and_who_comes_to_spend_is_caught()
    {
        await RoleAsync("agent", "bedrock:*");
        await RoleAsync("people", "*");
        var deny = Deny();
        await deny.DenyAsync(default);

        await ApplyAsync("role/people");
        await RoleAsync("latecomer", "bedrock:InvokeModel");
        (await deny.IsDeniedAsync(default)).ShouldBe(false);
        (await deny.DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();

        (await HoldersAsync()).ShouldBe(["role/agent", "role/latecomer"]);
        (await deny.IsDeniedAsync(default)).ShouldBe(true);
    }

    [Fact]
    public async Task A_stop_that_was_cut_off_is_gone_on_with_and_once_it_stands_costs_two_reads()
    {
        for (var i = 0; i < 12; i++)
            await RoleAsync($"agent-{i:00}", "bedrock:*");
        using (var dying = Client(FaultyRequests.DyingAfter(7)))
            await Should.ThrowAsync<DyingClient.DeadException>(async () => await Deny(dying).DenyAsync(default));
        (await HoldersAsync()).Count.ShouldBe(5);

        (await Deny().DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeFalse();
        (await HoldersAsync()).Count.ShouldBe(12);

        using var two = Client(FaultyRequests.DyingAfter(2));
        (await Deny(two).DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>().WasSo.ShouldBeTrue();
    }

    [Fact]
    public async Task One_who_cannot_be_denied_fails_the_stop_and_keeps_nobody_else_from_being_denied()
    {
        await RoleAsync("agent", "bedrock:*");
        await RoleAsync("full", "bedrock:*");
        await RoleAsync("last", "bedrock:*");
        using var refusing = Client(FaultyRequests.Refusing("RoleName=full", HttpStatusCode.Conflict, "LimitExceeded"));

        var failed = (await Deny(refusing).DenyAsync(default)).ShouldBeOfType<EnforcementResult.Failed>();

        failed.Failure.ShouldBe(StopFailure.PolicyLimitReached);
        failed.Reason.ShouldStartWith("1 of 3 principals could not be changed: role/full;");
        (await HoldersAsync()).ShouldBe(["role/agent", "role/last"]);
    }

    [Fact]
    public async Task Who_nobody_may_change_is_named_and_fails_nothing()
    {
        await RoleAsync("agent", "bedrock:*");
        await RoleAsync("AWSReservedSSO_Admin_0123456789abcdef", "*");
        await RoleAsync("AWSServiceRoleForSomething", "bedrock:InvokeModel");
        await RoleAsync("theirs", "bedrock:*");
        using var refusing = Client(FaultyRequests.Refusing("RoleName=theirs", HttpStatusCode.BadRequest, "UnmodifiableEntity"));

        var done = (await Deny(refusing).DenyAsync(default)).ShouldBeOfType<EnforcementResult.Done>();

        done.Note.ShouldNotBeNull().ShouldEndWith(
            ": role/AWSReservedSSO_Admin_0123456789abcdef, role/AWSServiceRoleForSomething, role/theirs");
        (await HoldersAsync()).ShouldBe(["role/agent"]);
    }

    [Fact]
    public async Task A_release_lets_everyone_go_and_leaves_a_stop_of_their_own()
    {
        await RoleAsync("agent", "bedrock:*");
        await RoleAsync("runaway", "bedrock:*");
        await UserAsync("ada", "bedrock:*");
        var own = await CreatePolicyAsync("deny-spending", "/killswitch/", SpendingDeny.Document());
        await _iam.AttachRolePolicyAsync(new() { RoleName = "runaway", PolicyArn = own });
        var deny = Deny();
        await deny.DenyAsync(default);
        // No longer one who may spend, and let go all the same.
        await _account.QueryAsync("iam", "DeleteRolePolicy", ("RoleName", "agent"), ("PolicyName", "may"));

        for (var i = 0; i < 2; i++)
        {
            (await deny.AllowAsync(default)).ShouldBeOfType<EnforcementResult.Done>();
            (await HoldersAsync()).ShouldBeEmpty();
        }

        (await HoldersAsync(own)).ShouldBe(["role/runaway"]);
    }

    [Fact]
    public async Task A_release_that_is_refused_says_whom_it_left_denied()
    {
        await RoleAsync("agent", "bedrock:*");
        await RoleAsync("people", "bedrock:*");
        await Deny().DenyAsync(default);
        using var refusing = Client(FaultyRequests.Refusing("RoleName=people", HttpStatusCode.Forbidden, "AccessDenied"));

        var failed = (await Deny(refusing).AllowAsync(default)).ShouldBeOfType<EnforcementResult.Failed>();

        failed.Failure.ShouldBe(StopFailure.AccessDenied);
        failed.Reason.ShouldStartWith("1 of 2 principals could not be changed: role/people");
        (await HoldersAsync()).ShouldBe(["role/people"]);
    }

    [Fact]
    public async Task A_prepared_policy_that_is_gone_is_said()
    {
        await RoleAsync("agent", "bedrock:*");
        await _account.QueryAsync("iam", "DeletePolicy", ("PolicyArn", _deny));

        (await Deny().DenyAsync(default)).ShouldBeOfType<EnforcementResult.Failed>().Failure.ShouldBe(StopFailure.NotPrepared);
    }

    [Fact]
    public async Task Nobody_is_denied_while_it_is_not_known_who_is_exempt()
    {
        await RoleAsync("agent", "bedrock:*");
        await _policies.TryApplyAsync(new PolicyVersion(1, "version: 7", DateTimeOffset.UnixEpoch, "arn:aws:iam::1:user/ana"), default);

        (await Deny().DenyAsync(default)).ShouldBeOfType<EnforcementResult.Failed>().Reason.ShouldContain("who is exempt");
        (await Deny().IsDeniedAsync(default)).ShouldBeNull();
        (await HoldersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_exempt_is_not_known_where_the_table_cannot_be_reached()
    {
        using var nowhere = new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig
        {
            ServiceURL = "http://127.0.0.1:9/",
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });
        var deny = new AccountDeny(_iam, _deny, new DynamoPolicyStore(new LedgerTable(nowhere, "ledger")), TimeProvider.System);

        (await deny.DenyAsync(default)).ShouldBeOfType<EnforcementResult.Failed>().Reason.ShouldStartWith("who is exempt cannot be said: ");
        (await deny.IsDeniedAsync(default)).ShouldBeNull();
    }

    private AccountDeny Deny(AmazonIdentityManagementServiceClient? iam = null) => new(iam ?? _iam, _deny, _policies, TimeProvider.System);

    private async Task ApplyAsync(string exempt)
    {
        var next = (await _policies.CurrentAsync(default))?.Number + 1 ?? 1;
        var yaml = $$"""
            version: 1
            exempt: ["{{exempt}}"]
            rules: [{ id: cap, limit: { usd: 3 }, every: day, stop: account }]
            """;
        (await _policies.TryApplyAsync(new PolicyVersion(next, yaml, DateTimeOffset.UnixEpoch, "arn:aws:iam::1:user/ana"), default))
            .ShouldBeTrue();
    }

    private async Task RoleAsync(string name, params string[] actions)
    {
        await _account.QueryAsync("iam", "CreateRole", ("RoleName", name), ("AssumeRolePolicyDocument", Trust));
        if (actions.Length > 0)
        {
            await _account.QueryAsync(
                "iam", "PutRolePolicy", ("RoleName", name), ("PolicyName", "may"), ("PolicyDocument", Allow(actions)));
        }
    }

    private async Task UserAsync(string name, params string[] actions)
    {
        await _account.QueryAsync("iam", "CreateUser", ("UserName", name));
        if (actions.Length > 0)
        {
            await _account.QueryAsync(
                "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", "may"), ("PolicyDocument", Allow(actions)));
        }
    }

    private async Task<string> CreatePolicyAsync(string name, string path, string document)
    {
        await _account.QueryAsync("iam", "CreatePolicy", ("PolicyName", name), ("Path", path), ("PolicyDocument", document));
        return $"arn:aws:iam::{_account.Id}:policy{path}{name}";
    }

    private async Task<IReadOnlyList<string>> HoldersAsync(string? policy = null)
    {
        var page = await _iam.ListEntitiesForPolicyAsync(new() { PolicyArn = policy ?? _deny });
        return [.. (page.PolicyRoles ?? []).Select(role => "role/" + role.RoleName)
            .Concat((page.PolicyUsers ?? []).Select(user => "user/" + user.UserName)).Order(StringComparer.Ordinal)];
    }

    private static string Allow(params string[] actions) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{string.Join(',', actions.Select(action => $"\"{action}\""))}}],"Resource":"*"}]}""";

    private AmazonIdentityManagementServiceClient Client(FaultyRequests? requests = null)
    {
        var settings = _account.Settings<AmazonIdentityManagementServiceConfig>();
        (settings.HttpClientFactory, settings.MaxErrorRetry) = (requests, 0);
        return new(_account.Credentials, settings);
    }

    private static AmazonIdentityManagementServiceClient Client(Uri url) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonIdentityManagementServiceConfig { ServiceURL = url.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    private static string HoldersPage(params string[] roles) =>
        $"<ListEntitiesForPolicyResponse><ListEntitiesForPolicyResult><PolicyRoles>{string.Concat(roles.Select(role => $"<member><RoleName>{role}</RoleName></member>"))}</PolicyRoles><IsTruncated>false</IsTruncated></ListEntitiesForPolicyResult></ListEntitiesForPolicyResponse>";

    private static string Details(string? marker, string lists) =>
        $"<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>{lists}<IsTruncated>{(marker is null ? "false" : "true")}</IsTruncated>{(marker is null ? "" : $"<Marker>{marker}</Marker>")}</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>";

    private static string Role(string name, string policy) =>
        $"<member><Path>/</Path><RoleName>{name}</RoleName><RoleId>AROAX</RoleId><Arn>arn:aws:iam::1:role/{name}</Arn><AttachedManagedPolicies><member><PolicyName>p</PolicyName><PolicyArn>{policy}</PolicyArn></member></AttachedManagedPolicies></member>";

    private static string Managed(string arn, string document) =>
        $"<member><PolicyName>p</PolicyName><Arn>{arn}</Arn><DefaultVersionId>v2</DefaultVersionId><PolicyVersionList><member><Document>{Uri.EscapeDataString(document)}</Document><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></member></PolicyVersionList></member>";
}
