using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Tests.Denies;

namespace KillSwitch.Core.Tests.Organizations;

public class AccountControlPolicyTests
{
    private const string Account = "111122223333";

    private static readonly string Document = AccountControlPolicy.Document(["role/BreakGlass*", "user/admin"], "role/KillSwitch-*");

    [Theory]
    [InlineData("role/BreakGlass*")]
    [InlineData("role/BreakGlass7")]
    [InlineData("user/admin")]
    public void It_may_be_attached_where_it_leaves_out_who_is_exempt(string exempt) =>
        AccountControlPolicy.Objection(Document, [exempt], Account).ShouldBeNull();

    [Theory]
    [InlineData("role/Break*")]
    [InlineData("root")]
    [InlineData("*")]
    public void It_must_not_be_attached_where_it_would_deny_an_innocent(string exempt) =>
        AccountControlPolicy.Objection(Document, ["user/admin", exempt], Account)
            .ShouldBe($"it does not leave out `{exempt}`, which is exempt: deploy with `-c scpExempt={exempt}` among the others");

    [Fact]
    public void Where_nobody_is_exempt_it_needs_to_leave_nobody_out() =>
        AccountControlPolicy.Objection(AccountControlPolicy.Document([], "role/KillSwitch-*"), [], Account).ShouldBeNull();

    // The guard's own roles are left out of what lifts a stop, and not of the spending: a name is no licence.
    [Fact]
    public void The_guards_own_roles_count_as_exempt_from_nothing() =>
        AccountControlPolicy.Objection(Document, ["role/KillSwitch-*"], Account).ShouldNotBeNull();

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["bedrock:*","bedrock-mantle:*","bedrock-agentcore:*","bedrock-websearch:*"],"Resource":"*"}}""", null)]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"bedrock*","Resource":["*"],"Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:*:iam::*:role/*"}}}]}""", null)]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:*","Resource":"*"}]}""",
        "it does not deny `bedrock-mantle:Create*`")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}}]}""", "it does not deny `bedrock:Invoke*`")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock*","Resource":"arn:aws:bedrock:*::foundation-model/x"}]}""", "it does not deny `bedrock:Invoke*`")]
    [InlineData(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "it does not deny `bedrock:Invoke*`")]
    [InlineData("{}", "it cannot be read")]
    [InlineData("", "it cannot be read")]
    public void A_policy_of_somebody_else_is_judged_by_what_it_says(string document, string? objection) =>
        AccountControlPolicy.Objection(document, [], Account).ShouldBe(objection);

    [Fact]
    public void Every_deny_of_it_must_leave_the_exempt_out() =>
        AccountControlPolicy.Objection(
            """{"Statement":[{"Effect":"Deny","Action":"bedrock*","Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:*:iam::*:role/*"}}},{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}""",
            ["role/BreakGlass"],
            Account).ShouldNotBeNull();

    [Fact]
    public void It_holds_ten_exemptions_and_says_when_there_are_too_many()
    {
        string[] exempt = [.. Enumerable.Range(0, 400).Select(n => $"role/BreakGlass{n:D4}")];

        Should.Throw<ArgumentException>(
            () => AccountControlPolicy.Document(exempt, "role/KillSwitch-*")).Message.ShouldContain("400 exemptions");
        Should.NotThrow(() => AccountControlPolicy.Document([.. exempt.Take(10)], "role/KillSwitch-*"));
        Documents.Statements(Document).Count.ShouldBe(1 + StopProtection.Statements.Length + 1);
    }
}
