using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>The prepared deny of models on somebody whose tags name some, and a deny of the whole mantle endpoint.</summary>
public sealed class ModelDenyProof : IAsyncLifetime
{
    private const string Stopped = "anthropic.claude-opus-4-1";
    private const string Next = "anthropic.claude-opus-4-10";
    private const string Project = "arn:aws:bedrock-mantle:eu-west-1:111122223333:project/default";
    private const string Own = "arn:aws:bedrock:us-east-1:111122223333:";

    private static readonly string[] Model = ["allow", "model"];
    private static readonly string[] Mantle = ["allow", "mantle"];

    public static readonly (string Name, Question Question, Decision Expected)[] Cases =
    [
        .. from action in (string[])["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream",
            "bedrock:CreateProvisionedModelThroughput", "bedrock:CreateModelInvocationJob"]
           from region in (string[])["us-east-1", "eu-central-1", "ap-southeast-2"]
           from model in (string[])[Stopped, Stopped + ":0", Next]
           select ($"{action} of {model} in {region}", Ask(Model, action, $"arn:aws:bedrock:{region}::foundation-model/{model}", Stopped),
               model == Next ? Decision.Allowed : Decision.Denied),
        ("a global profile of the model, whose ARN has no region",
            Ask(Model, "bedrock:InvokeModel", $"arn:aws:bedrock:::foundation-model/{Stopped}", Stopped) with { Unchecked = true },
            Decision.Denied),
        ("a global profile of the next model",
            Ask(Model, "bedrock:InvokeModel", $"arn:aws:bedrock:::foundation-model/{Next}", Stopped) with { Unchecked = true },
            Decision.Allowed),
        ("the model in another partition",
            Ask(Model, "bedrock:InvokeModel", $"arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/{Stopped}", Stopped),
            Decision.Denied),
        ("the model where its holder has no tag",
            Ask(Model, "bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1::foundation-model/{Stopped}"), Decision.Allowed),
        ("the model where the tags name another",
            Ask(Model, "bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1::foundation-model/{Stopped}", "amazon.nova-pro-v1:0"),
            Decision.Allowed),
        ("the first of two models",
            Ask(Model, "bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1::foundation-model/{Stopped}", Stopped, "amazon.nova-pro-v1:0"),
            Decision.Denied),
        ("the second of two models",
            Ask(Model, "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", Stopped,
            "amazon.nova-pro-v1:0"), Decision.Denied),
        ("counting the model's tokens",
            Ask(Model, "bedrock:CountTokens", $"arn:aws:bedrock:us-east-1::foundation-model/{Stopped}", Stopped), Decision.Allowed),
        .. from one in ((string Action, string Arn)[])
           [
               ("bedrock:InvokeModel", Own + "provisioned-model/abc123"),
               ("bedrock:InvokeModel", Own + "custom-model-deployment/abc123"),
               ("bedrock:InvokeModel", Own + "imported-model/abc123"),
               ("bedrock:InvokeModel", Own + "application-inference-profile/abc123"),
               ("bedrock:InvokeModel", Own + "prompt-router/abc123"),
               ("bedrock:CreateCustomModelDeployment", Own + "custom-model/amazon.titan-text-lite-v1:0:4k/abc123"),
               ("sagemaker:InvokeEndpoint", "arn:aws:sagemaker:us-east-1:111122223333:endpoint/abc123"),
           ]
           from isStopped in (bool[])[true, false]
           select ($"{one.Action} of {(isStopped ? "a stopped" : "another")} {one.Arn}",
               Ask(Model, one.Action, isStopped ? one.Arn : one.Arn + "4", one.Arn), isStopped ? Decision.Denied : Decision.Allowed),
        ("the model on mantle", Ask(Model, "bedrock-mantle:CreateInference", Project, [Stopped], on: Stopped), Decision.Denied),
        ("the next model on mantle", Ask(Model, "bedrock-mantle:CreateInference", Project, [Stopped], on: Next), Decision.Allowed),
        ("a model that mantle spells differently",
            Ask(Model, "bedrock-mantle:CreateInference", Project, ["openai.gpt-oss-120b-1:0"], on: "openai.gpt-oss-120b"), Decision.Denied),
        ("a dated model, which mantle names without its date",
            Ask(Model, "bedrock-mantle:CreateInference", Project, ["anthropic.claude-haiku-4-5-20251001-v1:0"],
            on: "anthropic.claude-haiku-4-5"), Decision.Denied),
        ("a model of mantle's by the runtime",
            Ask(Model, "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1",
            "anthropic.claude-opus-4-6"), Decision.Denied),
        ("another model of mantle's where a model is stopped",
            Ask(Model, "bedrock-mantle:CreateInference", Project, ["openai.gpt-oss-120b-1:0"], on: "openai.gpt-oss-20b"), Decision.Allowed),
        ("any model on mantle, all of which is denied", Ask(Mantle, "bedrock-mantle:CreateInference", Project, [], on: Next),
            Decision.Denied),
        ("reading on mantle", Ask(Mantle, "bedrock-mantle:GetInference", Project), Decision.Allowed),
        ("a model off mantle", Ask(Mantle, "bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1::foundation-model/{Next}"), Decision.Allowed),
        ("taking a stopped model's tag off oneself",
            new Question(Model, "iam:UntagRole", "arn:aws:iam::111122223333:role/app", new Dictionary<string, string[]>
            {
                ["aws:TagKeys"] = ["killswitch-stopped-model-1"],
            }), Decision.Denied),
        ("taking it off a user", new Question(Model, "iam:UntagUser", "arn:aws:iam::111122223333:user/app", new Dictionary<string, string[]>
        {
            ["aws:TagKeys"] = ["killswitch-stopped-model-1"],
        }), Decision.Denied),
    ];

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public async ValueTask InitializeAsync() => Outcomes = await Evaluator.Ask(
        new Dictionary<string, string>
        {
            ["allow"] = Policies.AllowAll,
            ["model"] = ModelDeny.Document(),
            ["mantle"] = MantleDeny.Document(),
        },
        [.. Cases.Select(one => one.Question)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Question Ask(string[] policies, string action, string resource, params string[] stopped) =>
        Ask(policies, action, resource, stopped, on: null);

    // The caller carries the tags that the guard would write.
    private static Question Ask(string[] policies, string action, string resource, string[] stopped, string? on)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (slots, value) in stopped.SelectMany(model => ModelMarks.Of(new StopTarget.Model("111122223333", model))!)
            .Select(mark => (mark.Slots, mark.Value)))
        {
            tags[slots.Free(tags, value)!] = value;
        }

        var context = tags.ToDictionary(tag => "aws:PrincipalTag/" + tag.Key, tag => (string[])[tag.Value]);
        if (on is not null)
            context["bedrock-mantle:Model"] = [on];
        return new Question(policies, action, resource, context);
    }
}

public class ModelDenyProofTests(ModelDenyProof proof) : IClassFixture<ModelDenyProof>
{
    public static TheoryData<string> Cases => [.. ModelDenyProof.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stops_the_model_everywhere_and_no_other(string name)
    {
        var index = Array.FindIndex(ModelDenyProof.Cases, one => one.Name == name);
        var outcome = proof.Outcomes[index];
        outcome.Request.ShouldBe(index);
        outcome.Ignored.ShouldBeEmpty();
        outcome.Decision.ShouldBe(ModelDenyProof.Cases[index].Expected);
    }
}
