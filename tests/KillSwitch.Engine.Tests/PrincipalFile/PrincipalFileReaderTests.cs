using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PrincipalFile;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PrincipalFile;

public class PrincipalFileReaderTests
{
    // As the AWS CLI prints it.
    internal const string Listing = """
        {
            "UserDetailList": [
                {
                    "Path": "/",
                    "UserName": "anna",
                    "UserId": "AIDAEXAMPLE",
                    "Arn": "arn:aws:iam::111122223333:user/anna",
                    "CreateDate": "2026-12-01T04:58:39.562923Z",
                    "UserPolicyList": [],
                    "Tags": [ { "Key": "team", "Value": "search" } ]
                }
            ],
            "GroupDetailList": [],
            "RoleDetailList": [
                {
                    "Path": "/teams/agents/",
                    "RoleName": "agent",
                    "RoleId": "AROAEXAMPLE",
                    "Arn": "arn:aws:iam::111122223333:role/teams/agents/agent",
                    "CreateDate": "2026-12-01T04:58:38.485078Z",
                    "AssumeRolePolicyDocument": {},
                    "Tags": [ { "Key": "Team", "Value": "payments" } ],
                    "RoleLastUsed": {}
                },
                { "Path": "/", "RoleName": "bare", "Arn": "arn:aws:iam::111122223333:role/bare" }
            ],
            "Policies": []
        }
        """;

    private static readonly Dimension Team = Dimension.PrincipalTag("team");

    [Fact]
    public void A_listing_of_IAM_says_paths_and_tags_whatever_their_case()
    {
        var known = Read(Listing);

        Of(known, "agent").ShouldBe(("/teams/agents/", "payments"));
        Of(known, "bare").ShouldBe(("/", Missing.Value));
        Of(known, "gone").ShouldBe((Missing.Unknown, Missing.Unknown));
        known.Paths.Of("role/agent").ShouldBe("/teams/agents/");
        known.Paths.Of("user/anna").ShouldBe("/");
    }

    [Fact]
    public void A_role_of_another_account_is_another() =>
        Of(Read(Listing), "agent", account: "444455556666").ShouldBe((Missing.Unknown, Missing.Unknown));

    [Fact]
    public void A_file_of_ones_own_says_what_it_says_and_no_more()
    {
        var known = Read("""
            version: 1
            principals:
              role/agent: { path: /teams/agents/, tags: { Team: payments } }
              role/tagged: { tags: { team: search } }
              role/placed: { path: / }
            """);

        Of(known, "agent").ShouldBe(("/teams/agents/", "payments"));
        Of(known, "tagged").ShouldBe((Missing.Unknown, "search"));
        Of(known, "placed").ShouldBe(("/", Missing.Unknown));
    }

    [Theory]
    [InlineData("[]", 1, "a file of principals is a mapping of keys to values, and this is none")]
    [InlineData("version: 2\nprincipals: {}", 1, "`2` is no version of a file of principals; allowed is `1`")]
    [InlineData("version: 1", 1, "`principals` is missing")]
    [InlineData("version: 1\nprincipals: []", 2, "`principals` is a mapping of names; allowed is `role/NAME` or `user/NAME` for each")]
    [InlineData("version: 1\nprincipals: { agent: {} }", 2, "`agent` is no role or user; allowed is `role/NAME` or `user/NAME`")]
    [InlineData("version: 1\nprincipals: { role/*: {} }", 2, "`role/*` is no role or user; allowed is `role/NAME` or `user/NAME`")]
    [InlineData("version: 1\nprincipals: { role/a: x }", 2,
        "`role/a` has a `path`, `tags`, or both, such as `{ path: /agents/, tags: { team: search } }`")]
    [InlineData("version: 1\nprincipals: { role/a: { path: teams } }", 2,
        "`teams` is no path of IAM; allowed is `/`, or one such as `/teams/agents/`")]
    [InlineData("version: 1\nprincipals: { role/a: { tags: [b] } }", 2,
        "`[ b ]` are no tags; allowed is a mapping such as `{ team: search }`")]
    [InlineData("version: 1\nprincipals: { role/a: { team: b } }", 2, "`team` is no key here; allowed are `path`, `tags`")]
    [InlineData("""{ "RoleDetailList": {} }""", 1, "`RoleDetailList` is no list")]
    [InlineData("""{ "RoleDetailList": [ { "RoleName": "a" } ] }""", 1,
        "one of `RoleDetailList` lacks `RoleName` or `Arn`, or has other `Tags` than IAM's")]
    [InlineData("""{ "UserDetailList": [], "NextToken": "x" }""", 1,
        "the listing goes on after this; leave out `--max-items` and `--no-paginate`")]
    [InlineData("""{ "UserDetailList": [], "IsTruncated": true }""", 1,
        "the listing goes on after this; leave out `--max-items` and `--no-paginate`")]
    public void A_mistake_is_one_sentence_at_its_place(string text, int line, string sentence)
    {
        var result = PrincipalFileReader.Read(text);

        result.Principals.ShouldBeNull();
        var problem = result.Problems.ShouldHaveSingleItem();
        (problem.Line, problem.Message).ShouldBe((line, sentence));
    }

    private static KnownPrincipals Read(string text)
    {
        var result = PrincipalFileReader.Read(text);
        result.Problems.ShouldBeEmpty();
        return result.Principals.ShouldNotBeNull();
    }

    private static (string Path, string Team) Of(KnownPrincipals known, string role, string account = "111122223333")
    {
        var call = known.Describe(Call(1, 0, role: role, account: account));
        return (DimensionValue.Of(call, Dimension.Path), DimensionValue.Of(call, Team));
    }
}
