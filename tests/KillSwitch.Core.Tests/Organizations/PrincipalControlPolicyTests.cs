using KillSwitch.Core.Organizations;

namespace KillSwitch.Core.Tests.Organizations;

public class PrincipalControlPolicyTests
{
    private const string Account = "111122223333";

    private static readonly StoppedCaller[] Some =
    [
        new("role/agent"), new("user/ada"), new("root"), new($"arn:aws:sts::{Account}:federated-user/bob"),
        new("role/AWSReservedSSO_Dev_0123456789abcdef", "ana@example.com"), new("role/AWSReservedSSO_Dev_0123456789abcdef", "bo"),
            new("role/shared", "s-1"),
    ];

    [Fact]
    public void What_is_written_is_read_back_whatever_the_order()
    {
        PrincipalControlPolicy.Read(PrincipalControlPolicy.Document(Some)).ShouldBe(Some, ignoreOrder: true);
        PrincipalControlPolicy.Document(Some.Reverse().Concat(Some)).ShouldBe(PrincipalControlPolicy.Document(Some));
        PrincipalControlPolicy.Read(PrincipalControlPolicy.Document(Some).Replace(",", ", ", StringComparison.Ordinal)).ShouldNotBeNull();
    }

    [Fact]
    public void While_nobody_is_stopped_it_names_somebody_who_is_not_there()
    {
        var document = PrincipalControlPolicy.Document([]);

        document.ShouldContain("nobody-is-stopped");
        PrincipalControlPolicy.Read(document).ShouldBeEmpty();
        PrincipalControlPolicy.Document([new("role/agent")]).ShouldNotContain("nobody");
    }

    [Theory]
    [InlineData("bedrock:Invoke*", "bedrock:InvokeNothing")]
    [InlineData("\"Deny\"", "\"Allow\"")]
    [InlineData("ArnLike", "ArnEquals")]
    public void A_document_that_was_tampered_with_is_none_of_them(string text, string other) =>
        PrincipalControlPolicy.Read(PrincipalControlPolicy.Document(Some).Replace(text, other, StringComparison.Ordinal)).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")]
    public void Anything_else_is_none_of_them(string document) => PrincipalControlPolicy.Read(document).ShouldBeNull();

    [Fact]
    public void It_holds_fifty_principals() =>
        PrincipalControlPolicy.Document(Enumerable.Range(0, 50).Select(n => new StoppedCaller($"role/agent-of-team-{n:D4}"))).Length
            .ShouldBeLessThanOrEqualTo(ControlPolicyDocument.MaximumLength);

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void It_holds_the_sessions_of_three_roles(int roles, bool fits) =>
        (PrincipalControlPolicy.Document(
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
}
