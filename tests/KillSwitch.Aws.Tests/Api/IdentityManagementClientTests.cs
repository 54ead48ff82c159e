using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class IdentityManagementClientTests(MotoServer moto)
{
    private const string Nobody = """{"Version":"2012-10-17","Statement":[]}""";

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
    public async Task A_role_is_read_tagged_and_untagged()
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
        var role = (await iam.GetRoleAsync(new() { RoleName = "checkout" })).Role;
        role.Arn.ShouldBe($"arn:aws:iam::{account.Id}:role/checkout");
        role.Path.ShouldBe("/");
        role.RoleId.ShouldNotBeEmpty();
        role.CreateDate.ShouldNotBeNull().Kind.ShouldBe(DateTimeKind.Utc);
        Uri.UnescapeDataString(role.AssumeRolePolicyDocument.ShouldNotBeNull()).ShouldContain("2012-10-17");
        role.Tags.ShouldNotBeNull().Select(t => t.Key).ShouldBe(["team"]);
    }

    [Fact]
    public async Task A_user_is_read()
    {
        var (account, iam) = await EnterAsync();
        await account.QueryAsync("iam", "CreateUser", ("UserName", "ada"), ("Path", "/people/"));

        var user = (await iam.GetUserAsync(new() { UserName = "ada" })).User;

        user.Arn.ShouldBe($"arn:aws:iam::{account.Id}:user/people/ada");
        user.UserId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_role_that_does_not_exist_is_a_NoSuchEntityException()
    {
        var (_, iam) = await EnterAsync();

        var missing = await Should.ThrowAsync<NoSuchEntityException>(() => iam.GetRoleAsync(new() { RoleName = "nobody" }));

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
