using System.Text.Json.Nodes;
using KillSwitch.Core.Access;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// Our evaluator of identity policies says what an evaluator that is not ours says: case by case, and on policies put together by chance.
/// </summary>
public class AccessProofTests
{
    private const string Account = "arn:aws:iam::111122223333:";
    private const int Policies = 400;

    private static readonly (string Action, string Resource)[] Requests =
    [
        ("iam:PassRole", Account + "role/red-1"), ("iam:PassRole", Account + "role/team/blue-2"),
        ("iam:CreateAccessKey", Account + "user/anna"), ("iam:CreateAccessKey", Account + "user/ops/Anna"),
        ("lambda:CreateFunction", "arn:aws:lambda:us-east-1:111122223333:function:red-1"),
            ("bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"),
    ];

    private static readonly string[] Actions =
        ["*", "iam:*", "iam:Pass*", "iam:*Role", "IAM:passrole", "iam:Create?ccessKey", "iam:CreateAccessKey", "lambda:*",
        "lambda:CreateFunction", "bedrock:Invoke?odel", "bedrock:InvokeModel*"];

    private static readonly string[] Resources =
    [
        "*", Account + "*", Account + "role/*", Account + "role/red-?", "arn:aws:iam::*:role/team/*", Account
            + "role/${aws:PrincipalTag/team}-*", Account + "role/*/${aws:PrincipalTag/none, 'blue'}-2",
        Account + "role/${aws:PrincipalTag/none}*", Account + "user/${aws:username}", Account + "user/*anna", Account
            + "user/an${?}a", "arn:aws:lambda:*:111122223333:function:red-*", "arn:aws:lambda:us-*:*:function:${aws:PrincipalTag/team}-1",
        "arn:*:bedrock:*::foundation-model/amazon.*", "arn:aws:bedrock:us-east-1::foundation-model/*:1", "arn:*:*:*:*:*",
    ];

    private static readonly string[] Conditions =
    [
        """{"StringEquals":{"aws:PrincipalTag/team":"red"}}""", """{"StringEquals":{"aws:PrincipalTag/team":["blue","green"]}}""",
            """{"StringNotEquals":{"aws:PrincipalTag/team":["blue","red"]}}""",
        """{"StringNotEquals":{"aws:PrincipalTag/none":"red"}}""", """{"StringLike":{"aws:username":"?nn*"}}""",
            """{"StringNotLike":{"aws:username":"b*"}}""", """{"StringEqualsIgnoreCase":{"aws:PrincipalTag/team":"RED"}}""",
        """{"StringEqualsIfExists":{"aws:PrincipalTag/none":"red"}}""", """{"StringNotEqualsIgnoreCase":{"aws:username":"ANNA"}}""",
            """{"Null":{"aws:PrincipalTag/none":"true"}}""", """{"Null":{"aws:PrincipalTag/team":"true"}}""",
        """{"Null":{"aws:PrincipalTag/team":["true","false"]}}""", """{"Bool":{"aws:SecureTransport":"false"}}""",
            """{"Bool":{"aws:SecureTransport":true}}""", """{"BoolIfExists":{"aws:ViaAWSService":"true"}}""",
        """{"StringEquals":{"aws:PrincipalTag/team":"red"},"StringLike":{"aws:username":"b*"}}""",
            """{"StringEquals":{"aws:PrincipalTag/team":"${aws:PrincipalTag/team}"}}""",
            """{"StringLike":{"aws:username":"${aws:PrincipalTag/none, 'an'}*"}}""",
        """{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}""", """{"NumericGreaterThanEquals":{"aws:MultiFactorAuthAge":100}}""",
            """{"StringEquals":{"aws:PrincipalTag/team":"r*"}}""",
        """{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-1/r-1/ou-*"}}""",
            """{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-1/r-1/ou-a/*"}}""",
            """{"ForAnyValue:StringEquals":{"aws:CalledVia":"x.amazonaws.com"}}""",
            """{"ForAllValues:StringEquals":{"aws:CalledVia":"x.amazonaws.com"}}""",
        """{"ForAnyValue:StringNotLike":{"aws:PrincipalOrgPaths":"o-1/r-1/ou-a/*"}}""",
            """{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}""",
            """{"ArnNotEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:111122223333:one"}}""",
    ];

    private static readonly Dictionary<string, string[]> Context = new()
    {
        ["aws:PrincipalTag/team"] = ["red"],
        ["aws:username"] = ["anna"],
        ["aws:SecureTransport"] = ["true"],
        ["aws:MultiFactorAuthAge"] = ["100"],
        ["aws:PrincipalOrgPaths"] = ["o-1/r-1/ou-a/1", "o-1/r-1/ou-b/2"],
        ["aws:SourceArn"] = ["arn:aws:sns:us-east-1:111122223333:one"],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(20261129)]
    public async Task Policies_put_together_by_chance_allow_and_deny_the_same(int seed)
    {
        var dice = new Random(seed);
        var documents = Enumerable.Range(0, Policies).ToDictionary(i => "p" + i, _ => Document(dice));
        var questions = documents.Keys.Select((name, i) =>
        {
            var (action, resource) = Requests[dice.Next(Requests.Length)];
            return new Question([name, "p" + dice.Next(Policies)], action, resource, Context)
            {
                Principal = Account + "user/anna",
                Boundary = i % 4 == 0 ? ["p" + dice.Next(Policies)] : null,
            };
        }).ToList();

        var outcomes = await Evaluator.Ask(documents, questions);

        outcomes.Count(outcome => outcome.Decision == Decision.Error)
            .ShouldBe(0, outcomes.FirstOrDefault(outcome => outcome.Decision == Decision.Error)?.ToString());
        foreach (var kind in (Decision[])[Decision.Allowed, Decision.Denied, Decision.Unmentioned])
            outcomes.Count(outcome => outcome.Decision == kind).ShouldBeGreaterThan(20, kind.ToString());
        var known = Context.Aggregate(
            new AccessContext().WithAll("aws:", new Dictionary<string, string>()), (context, key) => context.With(key.Key, key.Value));
        var differing = outcomes.Where(
            outcome => IsOpen(documents, questions[outcome.Request], known) != (outcome.Decision == Decision.Allowed)).ToList();
        differing.Select(
            outcome => $"{outcome} {string.Join(" ", questions[outcome.Request].Policies.Concat(questions[outcome.Request].Boundary ?? []).Select(name => documents[name]))}").ShouldBeEmpty();
    }

    private static bool IsOpen(Dictionary<string, string> documents, Question question, AccessContext known)
    {
        var verdict = AccessEvaluator.Decide(
            question.Policies.Select(name => AccessPolicy.Parse(documents[name])),
            question.Boundary is [var boundary] ? AccessPolicy.Parse(documents[boundary]) : null,
            question.Action!, question.Resource!, known);
        verdict.ShouldNotBe(AccessVerdict.May, "everything is known");
        return verdict == AccessVerdict.Allowed;
    }

    private static string Document(Random dice)
    {
        var statements = new JsonArray();
        for (var i = dice.Next(1, 4); i > 0; i--)
        {
            var statement = new JsonObject { ["Sid"] = "S" + i, ["Effect"] = dice.Next(4) == 0 ? "Deny" : "Allow" };
            statement[dice.Next(5) == 0 ? "NotAction" : "Action"] = Some(dice, Actions);
            statement[dice.Next(6) == 0 ? "NotResource" : "Resource"] = Some(dice, Resources);
            if (dice.Next(2) == 0)
                statement["Condition"] = JsonNode.Parse(Conditions[dice.Next(Conditions.Length)]);
            statements.Add(statement);
        }

        // The other evaluator fills variables in whatever the version; IAM does from 2012-10-17 on.
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements }.ToJsonString();
    }

    private static JsonNode Some(Random dice, string[] all) =>
        dice.Next(2) == 0
            ? all[dice.Next(all.Length)]
            : new JsonArray([.. dice.GetItems(all, dice.Next(1, 4)).Distinct().Select(one => (JsonNode)one)]);
}
