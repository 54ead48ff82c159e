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
    [InlineData("*agent-7")]
    [InlineData("*")]
    public void Every_spelling_takes_in_the_role_whether_its_path_is_known_or_not(string pattern)
    {
        var caller = Caller.Parse(Logged).Principal;
        Assert.True(Matches(pattern, caller, path: "/teams/blue/"));
        Assert.True(Matches(pattern, caller, path: null));
        Assert.True(Matches(pattern, Principal.Listed(PrincipalKind.Role, "role/agent-7", "arn:aws:iam::111122223333:role/teams/blue/agent-7"), path: null));
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
    }

    [Theory]
    [InlineData("role/agent-*", "role/agent-")]
    [InlineData("arn:aws:iam::111122223333:role/teams/agent-*", "role/agent-")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent-7/run-1", "role/agent-7")]
    [InlineData("arn:aws:sts::111122223333:*", "")]
    [InlineData("*:role/agent-7", "")]
    [InlineData("*", "")]
    public void An_anchor_is_what_every_name_that_matches_begins_with(string pattern, string anchor) =>
        Assert.Equal(anchor, PrincipalPattern.Of(new Glob(pattern)).Anchor);

    private static bool Matches(string pattern, Principal principal, string? path) => PrincipalPattern.Of(new Glob(pattern))
        .Matches(principal, path is null ? PrincipalPaths.Unknown : new PrincipalPaths(new Dictionary<string, string> { [principal.Name] = path }));
}
