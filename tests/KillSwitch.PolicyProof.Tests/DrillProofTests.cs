using KillSwitch.Core.Drills;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// The roles of a drill, by an evaluator that is not ours: they call the drill's models for an hour, and do nothing else.
/// </summary>
public class DrillProofTests
{
    private const string Account = "123456789012";
    private const string Model = "amazon.nova-micro-v1:0";
    private const string Person = $"arn:aws:sts::{Account}:assumed-role/operator/ana";

    private static readonly DrillAccess Access =
        new("us-east-1", Account, Person, new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero));

    private static readonly Dictionary<string, string> Policies = new()
    {
        ["drill"] = Access.Permissions([Model], ["us." + Model, "global." + Model]),
    };

    private static readonly Dictionary<string, string[]> Within = new() { ["aws:CurrentTime"] = ["2026-12-01T09:59:59Z"] };

    [Theory]
    [InlineData("bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/" + Model, Decision.Allowed)]
    [InlineData("bedrock:InvokeModelWithResponseStream", "arn:aws:bedrock:us-west-2::foundation-model/" + Model, Decision.Allowed)]
    [InlineData("bedrock:InvokeModel", "arn:aws:bedrock:::foundation-model/" + Model, Decision.Allowed)]
    [InlineData("bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1:{Account}:inference-profile/us.{Model}", Decision.Allowed)]
    [InlineData("bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1:{Account}:inference-profile/eu.{Model}", Decision.Unmentioned)]
    [InlineData("bedrock:InvokeModel", $"arn:aws:bedrock:us-west-2:{Account}:inference-profile/us.{Model}", Decision.Unmentioned)]
    [InlineData("bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1", Decision.Unmentioned)]
    [InlineData("bedrock:GetFoundationModel", "arn:aws:bedrock:us-east-1::foundation-model/" + Model, Decision.Unmentioned)]
    [InlineData("bedrock-mantle:CreateInference", $"arn:aws:bedrock-mantle:us-east-1:{Account}:project/default", Decision.Allowed)]
    [InlineData("bedrock-mantle:CreateInference", $"arn:aws:bedrock-mantle:us-west-2:{Account}:project/default", Decision.Unmentioned)]
    public async Task They_call_the_models_of_the_drill(string action, string resource, Decision expected)
    {
        var outcome = (await Evaluator.Ask(Policies, [new Question(["drill"], action, resource, Within, Unchecked: true)]))
            .ShouldHaveSingleItem();

        outcome.Decision.ShouldBe(expected, outcome.ToString());
    }

    [Fact]
    public async Task They_do_nothing_else()
    {
        string[] services =
        [
            "bedrock", "bedrock-mantle", "bedrock-agentcore", "iam", "sts", "s3", "lambda", "dynamodb", "logs", "sns", "sqs", "kms", "ec2",
            "organizations", "cloudformation", "secretsmanager", "ssm", "sagemaker",
        ];

        var outcomes = await Evaluator.Ask(
            Policies, [.. services.Select(service => new Question(["drill"], Context: Within, Service: service))]);

        outcomes.Count.ShouldBeGreaterThan(1000);
        outcomes.Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .ShouldBeSubsetOf([
                "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock-mantle:CreateInference",
                // Who one is everybody may ask, whatever a policy says.
                "sts:GetCallerIdentity",
            ]);
    }

    [Fact]
    public async Task After_an_hour_they_do_nothing_at_all()
    {
        Dictionary<string, string[]> after = new() { ["aws:CurrentTime"] = ["2026-12-01T10:00:00Z"] };

        (await Evaluator.Ask(
            Policies,
            [
                new Question(["drill"], "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/" + Model, after),
                new Question(
                    ["drill"], "bedrock-mantle:CreateInference", $"arn:aws:bedrock-mantle:us-east-1:{Account}:project/default", after),
            ])).ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    [Fact]
    public void Who_made_them_alone_may_assume_them_and_as_long() => Access.Trust.ShouldBe(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:SetSourceIdentity","sts:TagSession"],"""
            + $$"""
            "Principal":{"AWS":"{{Person}}"},
            """.Trim() + """
            "Condition":{"DateLessThan":{"aws:CurrentTime":"2026-12-01T10:00:00Z"}}}]}
            """.Trim());
}
