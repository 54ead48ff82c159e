using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>The prepared deny of what a rule takes away, on somebody whose tags say what.</summary>
public sealed class TakenDenyProof : IAsyncLifetime
{
    private const string Project = "arn:aws:bedrock-mantle:eu-west-1:111122223333:project/default";
    private const string Own = "arn:aws:bedrock:us-east-1:111122223333:";
    private const string Opus = "anthropic.claude-opus-*";

    private static readonly string[] Held = ["allow", "taken"];

    public static readonly (string Name, Question Question, Decision Expected)[] Cases =
    [
        .. from action in (string[])["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream",
            "bedrock:CreateProvisionedModelThroughput", "bedrock:CreateModelInvocationJob"]
           from region in (string[])["us-east-1", "eu-central-1"]
           from model in (string[])["anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-99-v1:0",
               "anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-opu", "amazon.nova-lite-v1:0"]
           select ($"{action} of {model} in {region} without {Opus}",
               Ask(Opus, action, $"arn:aws:bedrock:{region}::foundation-model/{model}"),
               model.StartsWith("anthropic.claude-opus-", StringComparison.Ordinal) ? Decision.Denied : Decision.Allowed),
        ("a global profile, whose model's ARN has no region",
            Ask(Opus, "bedrock:InvokeModel", "arn:aws:bedrock:::foundation-model/anthropic.claude-opus-4-6-v1") with { Unchecked = true },
            Decision.Denied),
        ("a global profile of another model",
            Ask(Opus, "bedrock:InvokeModel", "arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-4-6-v1") with { Unchecked = true },
            Decision.Allowed),
        ("the model where its holder has no tag",
            Ask(null, "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"), Decision.Allowed),
        ("any model where its holder has no tag",
            Ask(null, "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"), Decision.Allowed),
        ("one model by its id",
            Ask("amazon.nova-pro-v1:0", "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"),
            Decision.Denied),
        ("one model by its id, with its context window",
            Ask("amazon.nova-pro-v1:0", "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k"),
            Decision.Denied),
        ("the model after one that is named by its id",
            Ask("anthropic.claude-opus-4-1", "bedrock:InvokeModel",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-10"), Decision.Allowed),
        ("a model in the midst of whose id the pattern is",
            Ask("*opus*", "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-77"), Decision.Denied),
        ("another model of that vendor",
            Ask("*opus*", "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6"),
            Decision.Allowed),
        ("the first of two patterns",
            Ask($"{Opus}, amazon.nova-premier-*", "bedrock:InvokeModel",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"), Decision.Denied),
        ("the second of two patterns",
            Ask($"{Opus}, amazon.nova-premier-*", "bedrock:InvokeModel",
            "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-premier-v1:0"), Decision.Denied),
        ("an imported model by its ARN",
            Ask(Own + "imported-model/abc123", "bedrock:InvokeModel", Own + "imported-model/abc123"), Decision.Denied),
        ("another imported model", Ask(Own + "imported-model/abc123", "bedrock:InvokeModel", Own + "imported-model/abc1234"),
            Decision.Allowed),
        ("the model on mantle", Ask(Opus, "bedrock-mantle:CreateInference", Project, on: "anthropic.claude-opus-4-6"), Decision.Denied),
        ("another on mantle", Ask(Opus, "bedrock-mantle:CreateInference", Project, on: "anthropic.claude-haiku-4-5"), Decision.Allowed),
        ("a model that mantle spells otherwise than the pattern",
            Ask("openai.gpt-oss-120b-*", "bedrock-mantle:CreateInference", Project, on: "openai.gpt-oss-120b"), Decision.Denied),
        ("a model by its id, on mantle",
            Ask("anthropic.claude-opus-4-6-v1", "bedrock-mantle:CreateInference", Project, on: "anthropic.claude-opus-4-6"),
            Decision.Denied),
        ("mantle where its holder has no tag", Ask(null, "bedrock-mantle:CreateInference", Project, on: "anthropic.claude-opus-4-6"),
            Decision.Allowed),
        ("counting its tokens",
            Ask(Opus, "bedrock:CountTokens", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"), Decision.Allowed),
        ("taking the tag off oneself",
            new Question(Held, "iam:UntagRole", "arn:aws:iam::111122223333:role/app", new Dictionary<string, string[]>
            {
                ["aws:TagKeys"] = ["killswitch-stopped-p1"],
            }), Decision.Denied),
    ];

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public async ValueTask InitializeAsync() => Outcomes = await Evaluator.Ask(
        new Dictionary<string, string> { ["allow"] = Policies.AllowAll, ["taken"] = TakenDeny.Document() },
        [.. Cases.Select(one => one.Question)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The caller carries the tags that the guard would write.
    private static Question Ask(string? set, string action, string resource, string? on = null)
    {
        var tags = new Dictionary<string, string>();
        foreach (var mark in set is null ? [] : TakenMarks.Of(new ModelSet(set), KnownModels.Ids))
            tags[mark.Slots.Free(tags, mark.Value)!] = mark.Value;
        var context = tags.ToDictionary(tag => "aws:PrincipalTag/" + tag.Key, tag => (string[])[tag.Value]);
        if (on is not null)
            context["bedrock-mantle:Model"] = [on];
        return new Question(Held, action, resource, context);
    }
}

public class TakenDenyProofTests(TakenDenyProof proof) : IClassFixture<TakenDenyProof>
{
    public static TheoryData<string> Cases => [.. TakenDenyProof.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Takes_the_models_away_everywhere_and_no_other(string name)
    {
        var index = Array.FindIndex(TakenDenyProof.Cases, one => one.Name == name);
        var outcome = proof.Outcomes[index];
        outcome.Request.ShouldBe(index);
        outcome.Ignored.ShouldBeEmpty();
        outcome.Decision.ShouldBe(TakenDenyProof.Cases[index].Expected);
    }
}
