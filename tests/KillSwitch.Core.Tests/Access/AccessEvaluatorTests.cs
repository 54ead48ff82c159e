using KillSwitch.Core.Access;

namespace KillSwitch.Core.Tests.Access;

/// <summary>What is not known of a request opens an allow, shuts no deny, and is said; what is known is judged as IAM does.</summary>
public class AccessEvaluatorTests
{
    private const string Role = "arn:aws:iam::111122223333:role/red-1";
    private const string Everything = """{"Effect":"Allow","Action":"*","Resource":"*"}""";

    private static readonly AccessContext Red = new AccessContext().WithAll("aws:PrincipalTag/", new Dictionary<string, string>
    {
        ["team"] = "red",
    }).With("iam:PassedToService", "lambda.amazonaws.com");

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""",
        AccessVerdict.May)]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}""",
        AccessVerdict.May)]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}}""", AccessVerdict.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}}""", AccessVerdict.Unmentioned)]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com","aws:PrincipalOrgID":"o-1"}}}""", AccessVerdict.Unmentioned)]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}-*"}""",
        AccessVerdict.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/${aws:PrincipalTag/other}-*"}""",
        AccessVerdict.Unmentioned)]
    [InlineData(
        """{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/${aws:userid}-1"}""", AccessVerdict.May)]
    [InlineData(Everything
        + """,{"Effect":"Deny","Action":"iam:PassRole","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}""",
        AccessVerdict.Allowed)]
    [InlineData(Everything
        + """,{"Effect":"Deny","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}}""",
        AccessVerdict.Denied)]
    [InlineData(Everything + """,{"Effect":"Deny","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/${aws:userid}*"}""",
        AccessVerdict.Allowed)]
    [InlineData(Everything + """,{"Effect":"Deny","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/red-*"}""",
        AccessVerdict.Denied)]
    public void One_statement_or_two(string statements, AccessVerdict expected) =>
        AccessEvaluator.Decide([Policy(statements)], null, "iam:PassRole", Role, Red).ShouldBe(expected);

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}""", AccessVerdict.Allowed)]
    [InlineData(
        """{"Effect":"Allow","Action":"bedrock:*","Resource":"arn:aws:bedrock:*::foundation-model/amazon.*"}""", AccessVerdict.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"bedrock:*","Resource":"arn:aws:bedrock:*::foundation-model/amazon.*"},{"Effect":"Deny","Action":"bedrock:*","Resource":"arn:aws:bedrock:*::foundation-model/*"}""", AccessVerdict.Denied)]
    [InlineData("""{"Effect":"Allow","Action":"bedrock:*","Resource":"*"},{"Effect":"Deny","Action":"bedrock:*","Resource":"arn:aws:bedrock:*::foundation-model/anthropic.*"}""", AccessVerdict.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"bedrock:*","Resource":"*"},{"Effect":"Deny","Action":"bedrock:*","NotResource":"arn:aws:bedrock:*::foundation-model/anthropic.*"}""", AccessVerdict.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"bedrock:*","Resource":"arn:aws:bedrock:*::foundation-model/amazon.*"},{"Effect":"Deny","Action":"bedrock:*","NotResource":"arn:aws:bedrock:*::foundation-model/anthropic.*"}""", AccessVerdict.Denied)]
    public void Some_resource_is_open_where_what_is_allowed_is_not_denied_as_a_whole(string statements, AccessVerdict expected) =>
        AccessEvaluator.Decide([Policy(statements)], null, "bedrock:InvokeModel", "*", Red).ShouldBe(expected);

    [Fact]
    public void A_boundary_takes_away_what_it_does_not_allow_and_gives_nothing()
    {
        var lambda = Policy("""{"Effect":"Allow","Action":"lambda:*","Resource":"*"}""");
        AccessEvaluator.Decide([Policy(Everything)], lambda, "iam:PassRole", Role, Red).ShouldBe(AccessVerdict.Unmentioned);
        AccessEvaluator.Decide([lambda], Policy(Everything), "iam:PassRole", Role, Red).ShouldBe(AccessVerdict.Unmentioned);
        AccessEvaluator.Decide([Policy(Everything)], Policy(Everything), "iam:PassRole", Role, Red).ShouldBe(AccessVerdict.Allowed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":{"x":1},"Resource":"*"}]}""")]
    public void What_cannot_be_read_may_allow(string document) =>
        AccessEvaluator.Decide([AccessPolicy.Parse(document)], null, "iam:PassRole", Role, Red).ShouldBe(AccessVerdict.May);

    [Fact]
    public void A_variable_is_text_in_the_version_of_the_language_that_has_none() =>
        AccessEvaluator.Decide(
            [AccessPolicy.Parse(
            """{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}-1"}}""")], null, "iam:PassRole", Role, Red).ShouldBe(AccessVerdict.Unmentioned);

    [Fact]
    public void A_wildcard_stays_in_its_part_of_an_arn_and_a_star_that_a_tag_brings_is_no_wildcard()
    {
        AccessEvaluator.Decide([Policy("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:*:role/red-1"}""")], null, "iam:PassRole",
            Role, Red).ShouldBe(AccessVerdict.Allowed, "it is no whole ARN");
        AccessEvaluator.Decide([Policy("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:*:*:*:*:red-1"}""")], null, "iam:PassRole",
            Role, Red).ShouldBe(AccessVerdict.Unmentioned);
        var star = Red.With("aws:PrincipalTag/team", "*");
        AccessEvaluator.Decide(
            [Policy("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}"}""")], null,
            "iam:PassRole", Role, star).ShouldBe(AccessVerdict.Unmentioned);
    }

    private static AccessPolicy Policy(string statements) =>
        AccessPolicy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""");
}
