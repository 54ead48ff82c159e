using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tests.Denies;

public class GuardDenyTests
{
    private static readonly GuardResources Guard = new("KillSwitch", null);

    [Theory]
    [InlineData("K", null)]
    [InlineData("KillSwitch", "/aws/bedrock/invocations")]
    [InlineData("a-name-of-twenty-four-of",
        "/a/log/group/whose/name/is/longer/than/sixty/four/letters/and/is/cut/off/there")]
    public void Each_deny_of_one_holds_it_whatever_the_names(string stack, string? logGroup)
    {
        var guard = new GuardResources(stack, logGroup);

        foreach (var document in (string[])[SpendingDeny.Document(guard), SessionDeny.Document(guard),
            GuardDeny.Document(guard, ["role/oncall"]), SpendingDeny.Document(guard, ["role/oncall"])])
        {
            document.Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);
            Documents.Named(document, "ChangeTheGuard").Texts("Resource").ShouldContain($"arn:*:cloudformation:*:*:stack/{stack}*/*");
        }
    }

    [Fact]
    public void What_is_left_allowed_only_reads() =>
        Documents.Named(GuardDeny.Document(Guard, []), "ChangeTheGuard").Texts("NotAction")
            .Select(action => action.Split(':')[1]).ShouldAllBe(action => Reads(action));

    private static bool Reads(string action) =>
        ((string[])["Describe", "Get", "List", "BatchGet", "Query", "Scan", "Filter", "StartQuery"])
            .Any(verb => action.StartsWith(verb, StringComparison.Ordinal));

    [Fact]
    public void Every_service_whose_resources_it_names_may_be_read()
    {
        var statement = Documents.Named(GuardDeny.Document(Guard, []), "ChangeTheGuard");

        statement.Texts("NotAction").Select(action => action.Split(':')[0]).Distinct()
            .ShouldBe(statement.Texts("Resource").Select(arn => arn.Split(':')[2]).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void A_log_group_of_somebody_elses_is_named_and_one_of_the_stacks_own_is_not_named_twice()
    {
        Documents.Named(GuardDeny.Document(Guard with { LogGroup = "/theirs" }, []), "ChangeTheGuard").Texts("Resource")
            .ShouldContain("arn:*:logs:*:*:log-group:/theirs*");
        GuardDeny.Document(Guard with { LogGroup = "KillSwitch-InvocationLogsGroup1234" }, []).ShouldBe(GuardDeny.Document(Guard, []));
    }

    [Fact]
    public void Only_a_stop_of_everyone_leaves_somebody_out_and_by_whole_names()
    {
        SpendingDeny.Document(Guard).ShouldNotContain("aws:PrincipalArn");
        SessionDeny.Document(Guard).ShouldNotContain("aws:PrincipalArn");
        Documents.Named(SpendingDeny.Document(Guard, ["role/oncall"]), "ChangeTheGuard").GetProperty("Condition").GetProperty("ArnNotLike")
            .Texts("aws:PrincipalArn")
            .ShouldBe(["arn:*:iam::*:role*/oncall"]);
    }

    [Fact]
    public void More_operators_than_a_policy_holds_are_refused() =>
        Should.Throw<ArgumentException>(
            () => SpendingDeny.Document(
            Guard, [.. Enumerable.Range(1, 100).Select(number => $"user/operator-{number}")])).Message.ShouldStartWith(
            "100 operators are more than a policy holds");
}
