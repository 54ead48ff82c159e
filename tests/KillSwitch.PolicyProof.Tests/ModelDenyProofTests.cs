using KillSwitch.Core.Denies;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>A deny of <c>anthropic.claude-opus-4-1</c>, and of the whole mantle endpoint.</summary>
public sealed class ModelDenyProof : IAsyncLifetime
{
    private const string Stopped = "anthropic.claude-opus-4-1";
    private const string Next = "anthropic.claude-opus-4-10";
    private const string Project = "arn:aws:bedrock-mantle:eu-west-1:111122223333:project/default";

    private static readonly string[] Model = ["allow", "model"];
    private static readonly string[] Mantle = ["allow", "mantle"];

    public static readonly (string Name, Question Question, Decision Expected)[] Cases =
    [
        .. from action in (string[])["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:CreateProvisionedModelThroughput"]
           from region in (string[])["us-east-1", "eu-central-1", "ap-southeast-2"]
           from model in (string[])[Stopped, Stopped + ":0", Next]
           select ($"{action} of {model} in {region}", new Question(Model, action, $"arn:aws:bedrock:{region}::foundation-model/{model}"), model == Next ? Decision.Allowed : Decision.Denied),
        ("a global profile of the model, whose ARN has no region", new Question(Model, "bedrock:InvokeModel", $"arn:aws:bedrock:::foundation-model/{Stopped}", Unchecked: true), Decision.Denied),
        ("a global profile of the next model", new Question(Model, "bedrock:InvokeModel", $"arn:aws:bedrock:::foundation-model/{Next}", Unchecked: true), Decision.Allowed),
        ("the model in another partition", new Question(Model, "bedrock:InvokeModel", $"arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/{Stopped}"), Decision.Denied),
        ("counting the model's tokens", new Question(Model, "bedrock:CountTokens", $"arn:aws:bedrock:us-east-1::foundation-model/{Stopped}"), Decision.Allowed),
        ("the model on mantle", new Question(Model, "bedrock-mantle:CreateInference", Project, On(Stopped)), Decision.Denied),
        ("the next model on mantle", new Question(Model, "bedrock-mantle:CreateInference", Project, On(Next)), Decision.Allowed),
        ("any model on mantle, all of which is denied", new Question(Mantle, "bedrock-mantle:CreateInference", Project, On(Next)), Decision.Denied),
        ("reading on mantle", new Question(Mantle, "bedrock-mantle:GetInference", Project), Decision.Allowed),
        ("a model off mantle", new Question(Mantle, "bedrock:InvokeModel", $"arn:aws:bedrock:us-east-1::foundation-model/{Next}"), Decision.Allowed),
    ];

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public async ValueTask InitializeAsync() => Outcomes = await Evaluator.Ask(
        new Dictionary<string, string>
        {
            ["allow"] = Policies.AllowAll,
            ["model"] = ModelDeny.Document([Stopped]),
            ["mantle"] = MantleDeny.Document(),
        },
        [.. Cases.Select(one => one.Question)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Dictionary<string, string[]> On(string model) => new() { ["bedrock-mantle:Model"] = [model] };
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
