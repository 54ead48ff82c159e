using System.Globalization;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Tests.Denies;

namespace KillSwitch.Core.Tests.Organizations;

public class PrincipalControlPolicyTests
{
    private const string Account = "111122223333";

    private static readonly GuardResources Guard = new("KillSwitch", "/theirs");

    private static readonly StoppedCaller[] Some =
    [
        new("role/agent"), new("user/ada"), new("root"), new($"arn:aws:sts::{Account}:federated-user/bob"),
        new("role/AWSReservedSSO_Dev_0123456789abcdef", "ana@example.com"), new("role/AWSReservedSSO_Dev_0123456789abcdef", "bo"),
            new("role/shared", "s-1"),
    ];

    [Fact]
    public void What_is_written_is_read_back_whatever_the_order()
    {
        Read(Document(Some)).ShouldBe(Some, ignoreOrder: true);
        Document(Some.Reverse().Concat(Some)).ShouldBe(Document(Some));
        Read(Document(Some).Replace(",", ", ", StringComparison.Ordinal)).ShouldNotBeNull();
    }

    [Fact]
    public void While_nobody_is_stopped_it_names_somebody_who_is_not_there()
    {
        var document = Document([]);

        document.ShouldContain("nobody-is-stopped");
        Read(document).ShouldBeEmpty();
        Document([new("role/agent")]).ShouldNotContain("nobody");
    }

    [Theory]
    [InlineData("bedrock:Invoke*", "bedrock:InvokeNothing")]
    [InlineData("\"Deny\"", "\"Allow\"")]
    [InlineData("ArnLike", "ArnEquals")]
    [InlineData("table/KillSwitch-*", "table/Other-*")]
    [InlineData("\"NotAction\"", "\"Action\"")]
    [InlineData("ArnLikeIfExists", "ArnEqualsIfExists")]
    public void A_document_that_was_tampered_with_is_none_of_them(string text, string other) =>
        Read(Document(Some).Replace(text, other, StringComparison.Ordinal)).ShouldBeNull();

    [Fact]
    public void One_that_protects_another_stack_or_another_log_group_is_none_of_them()
    {
        PrincipalControlPolicy.Read(Document(Some), new("Other", "/theirs")).ShouldBeNull();
        PrincipalControlPolicy.Read(Document(Some), new("KillSwitch", null)).ShouldBeNull();
    }

    // Of a role with a stopped session all: there is no room for the names of the sessions again.
    [Fact]
    public void Whom_it_lists_it_denies_to_change_the_guard_and_to_let_anybody_go()
    {
        foreach (var statement in (string[])["ChangeTheGuard", "RetagTheStop"])
        {
            Documents.Named(Document(Some), statement).GetProperty("Condition").GetProperty("StringLike").Texts("aws:PrincipalArn")
                .ShouldBe(
                    [
                        $"arn:aws:sts::{Account}:federated-user/bob", "*:role*/AWSReservedSSO_Dev_0123456789abcdef", "*:role*/agent",
                        "*:role*/shared", "*:root", "*:user*/ada",
                    ],
                    ignoreOrder: true);
        }

        Documents.Named(Document(Some), "ChangeTheGuard").Texts("Resource")
            .ShouldBe([.. Guard.Arns, "arn:*:iam::*:policy/killswitch/*", "arn:*:iam::*:group/killswitch/*"]);
        Document([]).ShouldNotContain("NotAction");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")]
    public void Anything_else_is_none_of_them(string document) => Read(document).ShouldBeNull();

    // The longest name of a stack, with the longest line for a log group: what a document has besides whom it lists.
    [Theory]
    [InlineData("role/agent-of-team-{0:D4}", 66)]
    [InlineData("role/AWSReservedSSO_Developers{0:D2}_0123456789abcdef", 34)]
    [InlineData("role/a-name-of-all-the-sixty-four-letters-that-a-role-may-have-for-{0:D4}", 25)]
    public void So_many_principals_it_holds_at_least(string name, int principals) =>
        PrincipalControlPolicy.Document(
            Enumerable.Range(0, principals).Select(n => new StoppedCaller(string.Format(CultureInfo.InvariantCulture, name, n))),
            new("a-name-of-twenty-four-of", new string('g', 100))).Length
            .ShouldBeLessThanOrEqualTo(ControlPolicyDocument.MaximumLength);

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void It_holds_the_sessions_of_three_roles(int roles, bool fits) =>
        (Document(
            from role in Enumerable.Range(0, roles)
            from session in Enumerable.Range(0, 5)
            select new StoppedCaller($"role/AWSReservedSSO_Developers{role}_0123456789abcdef", $"somebody{session}@example.com")).Length
            <= ControlPolicyDocument.MaximumLength).ShouldBe(fits);

    [Theory]
    [InlineData("role/agent", null)]
    [InlineData("user/ada", null)]
    [InlineData("root", null)]
    [InlineData("role/AWSReservedSSO_Dev_0123456789abcdef", null)]
    [InlineData("arn:aws:sts::111122223333:federated-user/bob", null)]
    [InlineData("role/AWSServiceRoleForSupport", "service-linked")]
    [InlineData("arn:aws:iam::999988887777:role/other", "own account")]
    [InlineData("role/agent*", "does not fit")]
    [InlineData("role/agent${x}", "does not fit")]
    [InlineData("(none)", "cannot name it")]
    [InlineData("arn:aws:iam::111122223333:group/x", "cannot name it")]
    public void Whom_no_service_control_policy_stops_is_said(string name, string? word)
    {
        if (word is null)
            new StoppedCaller(name).Obstacle(Account).ShouldBeNull();
        else
            new StoppedCaller(name).Obstacle(Account).ShouldNotBeNull().ShouldContain(word);
    }

    [Fact]
    public void A_session_whose_name_is_a_pattern_is_not_written() =>
        new StoppedCaller("role/shared", "*").Obstacle(Account).ShouldNotBeNull();

    private static string Document(IEnumerable<StoppedCaller> stopped) => PrincipalControlPolicy.Document(stopped, Guard);

    private static IReadOnlySet<StoppedCaller>? Read(string document) => PrincipalControlPolicy.Read(document, Guard);
}
