using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Tests.Denies;

namespace KillSwitch.Core.Tests.Organizations;

public class AccountControlPolicyTests
{
    private const string Account = "111122223333";

    private static readonly GuardResources Guard = new("KillSwitch", "/theirs");
    private static readonly string Document = AccountControlPolicy.Document(["role/BreakGlass*", "user/admin"], Guard, ["role/oncall"]);

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
        AccountControlPolicy.Objection(AccountControlPolicy.Document([], Guard, []), [], Account).ShouldBeNull();

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
    public void It_holds_twenty_exemptions_and_ten_operators_and_says_when_there_are_too_many()
    {
        GuardResources longest = new("a-name-of-twenty-four-of", new string('g', 100));
        string[] exempt = [.. Enumerable.Range(0, 400).Select(n => $"role/BreakGlass{n:D4}")];
        string[] operators = [.. Enumerable.Range(0, 10).Select(n => $"role/oncall-{n:D2}")];

        Should.Throw<ArgumentException>(() => AccountControlPolicy.Document(exempt, longest, operators)).Message
            .ShouldContain("400 exemptions and 10 operators");
        Should.NotThrow(() => AccountControlPolicy.Document([.. exempt.Take(20)], longest, operators));
    }

    [Fact]
    public void The_guard_who_works_on_it_and_the_exempt_are_left_out_of_all_but_the_spending()
    {
        Spared("SpendOnBedrock").ShouldNotContain(arn => arn.Contains("oncall") || arn.Contains("KillSwitch"));
        foreach (var statement in (string[])["LetTheStoppedGo", "ChangeTheGuard", "RetagTheStop", "ChangeTheLogGroup"])
        {
            foreach (var one in (string[])["role*/KillSwitch-*", "role*/oncall", "role*/BreakGlass*", "user*/admin"])
                Spared(statement).ShouldContain("arn:*:iam::*:" + one, statement);
        }
    }

    // Bedrock writes into a group of somebody else's with a role of theirs.
    [Fact]
    public void Records_may_be_written_into_a_log_group_of_somebody_elses()
    {
        Documents.Named(Document, "ChangeTheGuard").Texts("Resource").ShouldNotContain(arn => arn.Contains("/theirs"));
        var statement = Documents.Named(Document, "ChangeTheLogGroup");
        statement.Texts("NotAction").ShouldContain("logs:PutLogEvents");
        statement.Texts("Resource").ShouldBe(["arn:*:logs:*:*:log-group:/theirs*"]);
    }

    [Fact]
    public void Where_nobody_is_known_who_works_on_the_guard_the_prepared_denies_alone_are_kept()
    {
        var document = AccountControlPolicy.Document(["role/BreakGlass*"], Guard, null);

        Documents.Named(document, "ChangeTheGuard").Texts("Resource")
            .ShouldBe(["arn:*:iam::*:policy/killswitch/*", "arn:*:iam::*:group/killswitch/*"]);
        document.ShouldNotContain("/theirs");
    }

    private static IReadOnlyList<string> Spared(string statement) =>
        [.. Documents.Named(Document, statement).GetProperty("Condition").GetProperty("ArnNotLike").Texts("aws:PrincipalArn")];
}
