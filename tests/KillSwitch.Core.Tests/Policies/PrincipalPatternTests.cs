using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Policies;

public sealed class PrincipalPatternTests
{
    private const string Logged = "arn:aws:sts::111122223333:assumed-role/agent-7/run-1";

    [Theory]
    [InlineData("role/agent-7")]
    [InlineData("role/agent-*")]
    [InlineData("role/teams/blue/agent-7")]
    [InlineData("role/teams/*")]
    [InlineData("role/*/agent-7")]
    [InlineData("assumed-role/agent-7")]
    [InlineData("assumed-role/agent-7/run-1")]
    [InlineData("arn:aws:iam::111122223333:role/agent-7")]
    [InlineData("arn:aws:iam::111122223333:role/teams/blue/agent-7")]
    [InlineData("arn:aws:iam::*:role/teams/*/agent-*")]
    [InlineData("arn:*:iam::111122223333:role/teams/blue/*")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent-7/run-1")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent-7/another")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent-7")]
    [InlineData("arn:aws:sts::*:assumed-role/agent-*/*")]
    [InlineData("arn:aws:sts::111122223333:*")]
    [InlineData("arn:aws:iam::111122223333:*")]
    [InlineData("*:role/teams/blue/agent-?")]
    [InlineData("arn*agent-7")]
    [InlineData("a*role/agent-7")]
    [InlineData("*:assumed-role/agent-7/*")]
    [InlineData("*assumed-role/agent-7/run-1")]
    [InlineData("arn:*:assumed-role/agent-7/*")]
    [InlineData("arn:aws:sts::*agent-7*")]
    [InlineData("arn:aws:sts::*/agent-7/*")]
    [InlineData("*agent-7")]
    [InlineData("*")]
    public void Every_spelling_takes_in_the_role_whether_its_path_is_known_or_not(string pattern)
    {
        var caller = Caller.Parse(Logged).Principal;
        Assert.True(Matches(pattern, caller, path: "/teams/blue/"));
        Assert.True(Matches(pattern, caller, path: null));
        Assert.True(Matches(
            pattern, Principal.Listed(PrincipalKind.Role, "role/agent-7", "arn:aws:iam::111122223333:role/teams/blue/agent-7"),
            path: null));
    }

    [Theory]
    [InlineData("role/teams/red/agent-7")]
    [InlineData("role/red/*")]
    [InlineData("arn:aws:iam::111122223333:role/teams/agent-7")]
    public void A_known_path_decides_and_one_that_is_not_known_counts_as_fulfilled(string pattern)
    {
        var caller = Caller.Parse(Logged).Principal;
        Assert.False(Matches(pattern, caller, path: "/teams/blue/"));
        Assert.False(Matches(pattern, caller, path: "/"));
        Assert.True(Matches(pattern, caller, path: null));
    }

    [Theory]
    [InlineData("agent-7")]
    [InlineData("teams/blue/agent-7")]
    [InlineData("role/agent-8")]
    [InlineData("role/Agent-7")]
    [InlineData("role/team*")]
    [InlineData("user/agent-7")]
    [InlineData("user/teams/blue/agent-7")]
    [InlineData("arn:aws:iam::444455556666:role/agent-7")]
    [InlineData("arn:aws-cn:iam::111122223333:role/agent-7")]
    [InlineData("arn:aws:sts::444455556666:assumed-role/agent-7/run-1")]
    [InlineData("arn:aws:sts::111122223333:federated-user/agent-7")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent-70/run-1")]
    [InlineData("arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:sts::*/lam/*")]
    [InlineData("role/aws-reserved/*")]
    [InlineData("role/aws-service-role/*")]
    public void Nothing_else_does(string pattern)
    {
        var caller = Caller.Parse(Logged).Principal;
        Assert.False(Matches(pattern, caller, path: "/teams/blue/"));
        Assert.False(Matches(pattern, caller, path: null));
    }

    [Theory]
    [InlineData("user/ana", true)]
    [InlineData("user/ops/ana", true)]
    [InlineData("arn:aws:iam::111122223333:user/ana", true)]
    [InlineData("arn:aws:iam::111122223333:user/ops/ana", true)]
    [InlineData("arn:aws:i*user/ops/ana", true)]
    [InlineData("arn:aws:iam::*/ops/ana", true)]
    [InlineData("user/dev/ana", false)]
    [InlineData("role/ops/ana", false)]
    public void A_user_is_logged_with_its_path(string pattern, bool matches) =>
        Assert.Equal(matches, Matches(pattern, Caller.Parse("arn:aws:iam::111122223333:user/ops/ana").Principal, path: null));

    [Fact]
    public void A_federated_user_and_root_are_named_by_what_the_log_shows()
    {
        var federated = Caller.Parse("arn:aws:sts::111122223333:federated-user/Bob").Principal;
        Assert.True(Matches("arn:aws:sts::111122223333:federated-user/Bob", federated, path: null));
        Assert.True(Matches("arn:aws:sts::111122223333:*", federated, path: null));
        Assert.False(Matches("arn:aws:sts::111122223333:assumed-role/Bob/*", federated, path: null));
        var root = Caller.Parse("arn:aws:iam::111122223333:root").Principal;
        Assert.True(Matches("root", root, path: null));
        Assert.True(Matches("arn:aws:iam::111122223333:root", root, path: null));
        Assert.True(Matches("(none)", Principal.None, path: null));
        Assert.All(["arn:aws:iam::111122223333:*", "arn:aws:sts::*:*", "arn*"], pattern =>
            Assert.False(Matches(pattern, Principal.None, path: null), pattern));
        Assert.False(Matches("arn:aws:sts::*/lam/*", federated, path: null));
    }

    [Theory]
    [InlineData("role/aws-reserved/*", true)]
    [InlineData("role/aws-reserved/sso.amazonaws.com*", true)]
    [InlineData("arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*", true)]
    [InlineData("arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Admin_*", true)]
    [InlineData("role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef", true)]
    [InlineData("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef", true)]
    [InlineData("role/AWSReservedSSO_Admin_*", true)]
    [InlineData("role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Billing_*", false)]
    [InlineData("role/platform/*", false)]
    public void A_name_that_aws_alone_gives_tells_its_path(string pattern, bool matches) =>
        Assert.Equal(matches,
            Matches(pattern,
            Caller.Parse("arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com").Principal,
            path: null));

    [Theory]
    [InlineData("role/agent-*", "role/agent-")]
    [InlineData("arn:aws:iam::111122223333:role/teams/agent-*", "role/")]
    [InlineData("arn:aws:iam::111122223333:role/teams/agent-7", "role/agent-7")]
    [InlineData("user/div/s*", "user/")]
    [InlineData("arn*agent-7", "")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent-7/run-1", "role/agent-7")]
    [InlineData("arn:aws:sts::111122223333:*", "")]
    [InlineData("*:role/agent-7", "")]
    [InlineData("*", "")]
    public void An_anchor_is_what_every_name_that_matches_begins_with(string pattern, string anchor) =>
        Assert.Equal(anchor, PrincipalPattern.Of(new Glob(pattern)).Anchor);

    private static bool Matches(string pattern, Principal principal, string? path) => PrincipalPattern.Of(new Glob(pattern))
        .Matches(principal, path is null ? PrincipalPaths.Unknown : new PrincipalPaths(new Dictionary<string, string>
        {
            [principal.Name] = path,
        }));
}
