using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class IdentityManagementClientTests(MotoServer moto)
{
    private const string Nobody = """{"Version":"2012-10-17","Statement":[]}""";
    private const string Allow =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["bedrock:Invoke*"],"Resource":"*"}]}""";

    [Fact]
    public async Task A_policy_is_attached_to_a_role_listed_there_and_detached()
    {
        var (account, iam) = await EnterAsync();
        await CreateRoleAsync(account, "checkout");
        var deny = await CreatePolicyAsync(account, "deny", "/killswitch/");
        var other = await CreatePolicyAsync(account, "other", "/");

        (await iam.AttachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = deny })).ResponseMetadata.RequestId.ShouldNotBeEmpty();
        await iam.AttachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = other });

        var all = await iam.ListAttachedRolePoliciesAsync(new() { RoleName = "checkout" });
        all.AttachedPolicies.ShouldNotBeNull().Select(p => p.PolicyName).ShouldBe(["deny", "other"], ignoreOrder: true);
        all.IsTruncated.ShouldBe(false);
        var ours = await iam.ListAttachedRolePoliciesAsync(new() { RoleName = "checkout", PathPrefix = "/killswitch/" });
        ours.AttachedPolicies.ShouldNotBeNull().Select(p => p.PolicyArn).ShouldBe([deny]);

        await iam.DetachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = deny });
        var left = await iam.ListAttachedRolePoliciesAsync(new() { RoleName = "checkout", PathPrefix = "/killswitch/" });
        (left.AttachedPolicies ?? []).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_policy_is_attached_to_a_user_listed_there_and_detached()
    {
        var (account, iam) = await EnterAsync();
        await account.QueryAsync("iam", "CreateUser", ("UserName", "ada"));
        var deny = await CreatePolicyAsync(account, "deny", "/killswitch/");

        await iam.AttachUserPolicyAsync(new() { UserName = "ada", PolicyArn = deny });
        var attached = await iam.ListAttachedUserPoliciesAsync(new() { UserName = "ada" });
        attached.AttachedPolicies.ShouldNotBeNull().Select(p => p.PolicyArn).ShouldBe([deny]);

        await iam.DetachUserPolicyAsync(new() { UserName = "ada", PolicyArn = deny });
        (await iam.ListAttachedUserPoliciesAsync(new() { UserName = "ada" })).AttachedPolicies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Attached_policies_are_listed_page_by_page()
    {
        var (account, iam) = await EnterAsync();
        await CreateRoleAsync(account, "checkout");
        foreach (var name in new[] { "a", "b", "c" })
            await iam.AttachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = await CreatePolicyAsync(account, name, "/") });

        List<string> found = [];
        var request = new ListAttachedRolePoliciesRequest { RoleName = "checkout", MaxItems = 2 };
        ListAttachedRolePoliciesResponse page;
        do
        {
            page = await iam.ListAttachedRolePoliciesAsync(request);
            found.AddRange((page.AttachedPolicies ?? []).Select(p => p.PolicyName));
            request.Marker = page.Marker;
        }
        while (page.IsTruncated == true);

        found.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Every_holder_of_a_policy_is_found()
    {
        var (account, iam) = await EnterAsync();
        var deny = await CreatePolicyAsync(account, "deny", "/killswitch/");
        await CreateRoleAsync(account, "checkout");
        await account.QueryAsync("iam", "CreateUser", ("UserName", "ada"));
        await account.QueryAsync("iam", "CreateGroup", ("GroupName", "shop"));
        await iam.AttachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = deny });
        await iam.AttachUserPolicyAsync(new() { UserName = "ada", PolicyArn = deny });
        await account.QueryAsync("iam", "AttachGroupPolicy", ("GroupName", "shop"), ("PolicyArn", deny));

        var holders = await iam.ListEntitiesForPolicyAsync(new() { PolicyArn = deny });

        holders.PolicyRoles.ShouldNotBeNull().Select(r => r.RoleName).ShouldBe(["checkout"]);
        holders.PolicyUsers.ShouldNotBeNull().Select(u => u.UserName).ShouldBe(["ada"]);
        holders.PolicyGroups.ShouldNotBeNull().Select(g => g.GroupName).ShouldBe(["shop"]);
        var roles = await iam.ListEntitiesForPolicyAsync(new() { PolicyArn = deny, EntityFilter = EntityType.Role });
        (roles.PolicyUsers ?? []).ShouldBeEmpty();
        roles.PolicyRoles.ShouldNotBeNull().Count.ShouldBe(1);
    }

    // The emulator cuts this list at MaxItems but says that nothing is left.
    [Fact]
    public async Task The_holders_of_a_policy_go_on_where_the_marker_says()
    {
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(200, """
            <ListEntitiesForPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListEntitiesForPolicyResult>
              <PolicyRoles><member><RoleName>checkout</RoleName><RoleId>AROAX</RoleId></member></PolicyRoles>
              <IsTruncated>true</IsTruncated><Marker>next</Marker>
            </ListEntitiesForPolicyResult></ListEntitiesForPolicyResponse>
            """));
        using var iam = new AmazonIdentityManagementServiceClient(
            new Amazon.Runtime.BasicAWSCredentials("test", "test"), new() { ServiceURL = endpoint.Url });

        var page = await iam.ListEntitiesForPolicyAsync(new() { PolicyArn = "arn:aws:iam::1:policy/deny", Marker = "here" });

        (page.IsTruncated, page.Marker).ShouldBe((true, "next"));
        page.PolicyRoles.ShouldNotBeNull().ShouldHaveSingleItem().RoleId.ShouldBe("AROAX");
        endpoint.Requests.ShouldHaveSingleItem().Body.ShouldContain("Marker=here");
    }

    [Fact]
    public async Task A_role_is_tagged_and_untagged()
    {
        var (account, iam) = await EnterAsync();
        await CreateRoleAsync(account, "checkout");

        await iam.TagRoleAsync(new()
        {
            RoleName = "checkout",
            Tags = [new() { Key = "killswitch-stopped", Value = "/AROAX:one/" }, new() { Key = "team", Value = "shop & co" }],
        });

        var tags = await iam.ListRoleTagsAsync(new() { RoleName = "checkout" });
        tags.Tags.ShouldNotBeNull().Select(t => $"{t.Key}={t.Value}")
            .ShouldBe(["killswitch-stopped=/AROAX:one/", "team=shop & co"], ignoreOrder: true);

        await iam.UntagRoleAsync(new() { RoleName = "checkout", TagKeys = ["killswitch-stopped"] });
        (await iam.ListRoleTagsAsync(new() { RoleName = "checkout" })).Tags.ShouldNotBeNull().Select(t => t.Key).ShouldBe(["team"]);
    }

    [Fact]
    public async Task A_user_is_tagged_and_untagged_and_the_account_shows_it()
    {
        var (account, iam) = await EnterAsync();
        await account.QueryAsync("iam", "CreateUser", ("UserName", "ada"));
        await CreateRoleAsync(account, "checkout");

        await iam.TagUserAsync(new()
        {
            UserName = "ada",
            Tags = [new() { Key = "killswitch-stopped-model-1", Value = "anthropic.claude-opus-4-6-v1:0" }, new()
            {
                Key = "team",
                Value = "shop",
            }],
        });
        await iam.TagRoleAsync(new() { RoleName = "checkout", Tags = [new() { Key = "team", Value = "shop" }] });

        (await iam.ListUserTagsAsync(new() { UserName = "ada" })).Tags.ShouldNotBeNull().Select(t => $"{t.Key}={t.Value}")
            .ShouldBe(["killswitch-stopped-model-1=anthropic.claude-opus-4-6-v1:0", "team=shop"], ignoreOrder: true);
        var details = await iam.GetAccountAuthorizationDetailsAsync(new());
        details.UserDetailList.ShouldNotBeNull().Single().Tags.ShouldNotBeNull().Count.ShouldBe(2);
        details.RoleDetailList.ShouldNotBeNull().Single(role => role.RoleName == "checkout").Tags.ShouldNotBeNull()
            .Single().Value.ShouldBe("shop");

        await iam.UntagUserAsync(new() { UserName = "ada", TagKeys = ["killswitch-stopped-model-1"] });
        (await iam.ListUserTagsAsync(new() { UserName = "ada" })).Tags.ShouldNotBeNull().Select(t => t.Key).ShouldBe(["team"]);
    }

    [Fact]
    public async Task Everyone_of_an_account_is_read_with_the_policies_that_they_hold()
    {
        var (account, iam) = await EnterAsync();
        var policy = await CreatePolicyAsync(account, "shop", "/");
        await CreateRoleAsync(account, "checkout");
        await iam.AttachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = policy });
        await account.QueryAsync("iam", "PutRolePolicy", ("RoleName", "checkout"), ("PolicyName", "inline"), ("PolicyDocument", Allow));
        await account.QueryAsync("iam", "CreateUser", ("UserName", "ada"), ("Path", "/people/"));
        await account.QueryAsync("iam", "PutUserPolicy", ("UserName", "ada"), ("PolicyName", "own"), ("PolicyDocument", Allow));
        await account.QueryAsync("iam", "CreateGroup", ("GroupName", "shop"));
        await account.QueryAsync("iam", "PutGroupPolicy", ("GroupName", "shop"), ("PolicyName", "all"), ("PolicyDocument", Allow));
        await account.QueryAsync("iam", "AddUserToGroup", ("GroupName", "shop"), ("UserName", "ada"));

        var all = await iam.GetAccountAuthorizationDetailsAsync(new()
        {
            Filter = ["Role", "User", "Group", "LocalManagedPolicy"],
            MaxItems = 100,
        });

        all.IsTruncated.ShouldBe(false);
        var role = all.RoleDetailList.ShouldNotBeNull().Single(role => role.RoleName == "checkout");
        role.Arn.ShouldBe($"arn:aws:iam::{account.Id}:role/checkout");
        role.RoleId.ShouldNotBeEmpty();
        role.CreateDate.ShouldNotBeNull().Kind.ShouldBe(DateTimeKind.Utc);
        Uri.UnescapeDataString(role.AssumeRolePolicyDocument.ShouldNotBeNull()).ShouldContain("2012-10-17");
        role.AttachedManagedPolicies.ShouldNotBeNull().ShouldHaveSingleItem().PolicyArn.ShouldBe(policy);
        Uri.UnescapeDataString(role.RolePolicyList.ShouldNotBeNull().ShouldHaveSingleItem().PolicyDocument.ShouldNotBeNull())
            .ShouldBe(Allow);
        var user = all.UserDetailList.ShouldNotBeNull().ShouldHaveSingleItem();
        (user.UserName, user.Path).ShouldBe(("ada", "/people/"));
        user.GroupList.ShouldBe(["shop"]);
        user.UserPolicyList.ShouldNotBeNull().ShouldHaveSingleItem().PolicyName.ShouldBe("own");
        var group = all.GroupDetailList.ShouldNotBeNull().ShouldHaveSingleItem();
        group.GroupPolicyList.ShouldNotBeNull().ShouldHaveSingleItem().PolicyName.ShouldBe("all");
        var managed = all.Policies.ShouldNotBeNull().Single(managed => managed.Arn == policy);
        var version = managed.PolicyVersionList.ShouldNotBeNull().Single(version => version.VersionId == managed.DefaultVersionId);
        version.IsDefaultVersion.ShouldBe(true);
        Uri.UnescapeDataString(version.Document.ShouldNotBeNull()).ShouldContain("bedrock:*");
    }

    // The emulator gives everything in one page.
    [Fact]
    public async Task The_details_of_an_account_go_on_where_the_marker_says()
    {
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(200, """
            <GetAccountAuthorizationDetailsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetAccountAuthorizationDetailsResult>
              <IsTruncated>true</IsTruncated><Marker>next</Marker>
              <UserDetailList/><RoleDetailList><member><Path>/</Path><RoleName>checkout</RoleName><RoleId>AROAX</RoleId><Arn>arn:aws:iam::1:role/checkout</Arn>
                <PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:aws:iam::1:policy/bound</PermissionsBoundaryArn></PermissionsBoundary></member></RoleDetailList>
            </GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>
            """));
        using var iam = new AmazonIdentityManagementServiceClient(
            new Amazon.Runtime.BasicAWSCredentials("test", "test"), new() { ServiceURL = endpoint.Url });

        var page = await iam.GetAccountAuthorizationDetailsAsync(new() { Filter = ["Role", "User"], Marker = "here" });

        (page.IsTruncated, page.Marker).ShouldBe((true, "next"));
        var role = page.RoleDetailList.ShouldNotBeNull().ShouldHaveSingleItem();
        (role.RoleId, role.PermissionsBoundary?.PermissionsBoundaryArn).ShouldBe(("AROAX", "arn:aws:iam::1:policy/bound"));
        page.UserDetailList.ShouldBeEmpty();
        var asked = endpoint.Requests.ShouldHaveSingleItem().Body;
        asked.ShouldContain("Filter.member.1=Role&Filter.member.2=User");
        asked.ShouldContain("Marker=here");
    }

    [Fact]
    public async Task A_role_that_does_not_exist_is_no_such_entity()
    {
        var (_, iam) = await EnterAsync();

        var missing = await Should.ThrowAsync<AmazonIdentityManagementServiceException>(() => iam.ListRoleTagsAsync(new()
        {
            RoleName = "nobody",
        }));

        missing.ErrorCode.ShouldBe("NoSuchEntity");
        missing.Message.ShouldContain("nobody");
        missing.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private async Task<(TestAccount Account, AmazonIdentityManagementServiceClient Iam)> EnterAsync()
    {
        var account = await moto.NewAccountAsync();
        return (account, new(account.Credentials, account.Settings<AmazonIdentityManagementServiceConfig>()));
    }

    private static async Task CreateRoleAsync(TestAccount account, string name) =>
        await account.QueryAsync("iam", "CreateRole", ("RoleName", name), ("AssumeRolePolicyDocument", Nobody));

    private static async Task<string> CreatePolicyAsync(TestAccount account, string name, string path)
    {
        await account.QueryAsync("iam", "CreatePolicy", ("PolicyName", name), ("Path", path), ("PolicyDocument",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:*","Resource":"*"}]}"""));
        return $"arn:aws:iam::{account.Id}:policy{path}{name}";
    }
}
