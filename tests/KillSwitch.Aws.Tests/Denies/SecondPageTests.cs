using Amazon.IdentityManagement;
using Amazon.Organizations;
using Amazon.Runtime;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Organizations;
using KillSwitch.Aws.Tests.Api;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;

namespace KillSwitch.Aws.Tests.Denies;

/// <summary>What is on the second page of IAM and of AWS Organizations counts as what is on the first.</summary>
public class SecondPageTests
{
    private const string Deny = "arn:aws:iam::111122223333:policy/killswitch/deny";

    private static readonly BasicAWSCredentials Key = new("AKIDEXAMPLE", "secret");

    [Fact]
    public async Task Holders_of_a_deny()
    {
        using var endpoint =
            Pages("ListEntitiesForPolicy", "<PolicyRoles><member><RoleName>agent</RoleName></member></PolicyRoles>",
            "<PolicyUsers><member><UserName>ada</UserName></member></PolicyUsers>");
        using var iam = Iam(endpoint);

        (await new DenyHolders(iam, Deny).ListAsync(default)).ShouldBe(["role/agent", "user/ada"], ignoreOrder: true);
    }

    [Fact]
    public async Task Groups_of_a_user()
    {
        using var endpoint = Pages("ListGroupsForUser", "<Groups/>", $"<Groups><member>{Group("deny")}</member></Groups>");
        using var iam = Iam(endpoint);

        (await new DenyGroup(iam, Deny).HoldsAsync("ada", default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Members_of_a_group()
    {
        using var endpoint =
            Pages("GetGroup", $"<Group>{Group("deny")}</Group><Users>{User("ada")}</Users>",
            $"<Group>{Group("deny")}</Group><Users>{User("ben")}</Users>");
        using var iam = Iam(endpoint);

        (await new DenyGroup(iam, Deny).MembersAsync(default)).ShouldBe(["ada", "ben"]);
    }

    [Theory]
    [InlineData("role/agent", "ListRoleTags")]
    [InlineData("user/ada", "ListUserTags")]
    public async Task Tags_of_a_principal(string principal, string action)
    {
        using var endpoint =
            Pages(action, "<Tags><member><Key>team</Key><Value>shop</Value></member></Tags>",
            "<Tags><member><Key>stage</Key><Value>live</Value></member></Tags>");
        using var iam = Iam(endpoint);

        (await new PrincipalTags(iam, principal).ListAsync(default)).Keys.ShouldBe(["team", "stage"]);
    }

    [Theory]
    [InlineData("role/agent", "ListAttachedRolePolicies")]
    [InlineData("user/ada", "ListAttachedUserPolicies")]
    public async Task Policies_of_a_principal(string principal, string action)
    {
        using var endpoint =
            Pages(action, "<AttachedPolicies/>",
            $"<AttachedPolicies><member><PolicyName>deny</PolicyName><PolicyArn>{Deny}</PolicyArn></member></AttachedPolicies>");
        using var iam = Iam(endpoint);

        (await new AttachedDeny(iam, Deny, principal).IsAttachedAsync(default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_list_that_goes_on_nobody_knows_where_is_no_answer()
    {
        using var endpoint = new ScriptedEndpoint(Page("ListRoleTags", "<Tags/><IsTruncated>true</IsTruncated>"));
        using var iam = Iam(endpoint);

        await Should.ThrowAsync<AmazonClientException>(() => new PrincipalTags(iam, "role/agent").ListAsync(default));
    }

    [Fact]
    public async Task Targets_of_a_service_control_policy()
    {
        using var endpoint = new ScriptedEndpoint(
            new Answer(200, """{"Targets":[],"NextToken":"2"}"""),
                new Answer(200, """{"Targets":[{"TargetId":"111122223333"}],"NextToken":""}"""));
        using var organizations = new AmazonOrganizationsClient(Key, new AmazonOrganizationsConfig
        {
            ServiceURL = endpoint.Url,
            MaxErrorRetry = 0,
        });

        (await new ControlPolicy(organizations, "p-1", "111122223333").IsAttachedAsync(default)).ShouldBeTrue();
        endpoint.Requests[1].Body.ShouldContain("\"NextToken\":\"2\"");
    }

    [Fact]
    public async Task A_token_without_a_name_ends_the_list()
    {
        using var endpoint = new ScriptedEndpoint(new Answer(200, """{"Targets":[{"TargetId":"444455556666"}],"NextToken":""}"""));
        using var organizations = new AmazonOrganizationsClient(Key, new AmazonOrganizationsConfig
        {
            ServiceURL = endpoint.Url,
            MaxErrorRetry = 0,
        });

        (await new ControlPolicy(organizations, "p-1", "111122223333").IsAttachedAsync(default)).ShouldBeFalse();
    }

    private static ScriptedEndpoint Pages(string action, string first, string second) => new(
        Page(action, first + "<IsTruncated>true</IsTruncated><Marker>2</Marker>"),
        Page(action, second + "<IsTruncated>false</IsTruncated>"));

    private static Answer Page(string action, string result) =>
        new(200, $"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>");

    private static string Group(string name) =>
        $"<Path>/</Path><GroupName>{name}</GroupName><GroupId>G</GroupId><Arn>arn:aws:iam::1:group/{name}</Arn>";

    private static string User(string name) =>
        $"<member><Path>/</Path><UserName>{name}</UserName><UserId>U</UserId><Arn>arn:aws:iam::1:user/{name}</Arn></member>";

    private static AmazonIdentityManagementServiceClient Iam(ScriptedEndpoint endpoint) =>
        new(Key, new AmazonIdentityManagementServiceConfig { ServiceURL = endpoint.Url, MaxErrorRetry = 0 });
}
