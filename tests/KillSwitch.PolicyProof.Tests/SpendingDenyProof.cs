using KillSwitch.Core.Denies;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>Every published action of these services, asked by an administrator with the spending deny attached.</summary>
public sealed class SpendingDenyProof : IAsyncLifetime
{
    public static readonly string[] Governed = ["bedrock", "bedrock-mantle", "bedrock-agentcore", "bedrock-websearch"];

    public static readonly string[] Others = ["s3", "dynamodb", "lambda", "ec2", "sts", "logs", "iam"];

    private const string Bedrock = "arn:aws:bedrock:eu-west-1:111122223333:";

    /// <summary>Where a model can be invoked, in every form that a caller has.</summary>
    public static readonly string[] Models =
    [
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6",
        "arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-6", // of a global profile
        "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-sonnet-4-6",
        Bedrock + "inference-profile/eu.anthropic.claude-sonnet-4-6",
        Bedrock + "inference-profile/global.anthropic.claude-sonnet-4-6",
        Bedrock + "application-inference-profile/abc123",
        Bedrock + "provisioned-model/abc123",
        Bedrock + "imported-model/abc123",
        Bedrock + "custom-model-deployment/abc123",
    ];

    private IReadOnlyList<Question> _questions = [];
    private ILookup<int, Outcome> _outcomes = Array.Empty<Outcome>().ToLookup(outcome => 0);

    public IReadOnlyList<Outcome> Of(string service) => [.. _outcomes[Find(question => question.Service == service)]];

    public Outcome Of(string action, string model) =>
        _outcomes[Find(question => question.Action == action && question.Resource == model)].ShouldHaveSingleItem();

    public async ValueTask InitializeAsync()
    {
        _questions =
        [
            .. Governed.Concat(Others).Select(service => new Question(Policies.StoppedAdministrator, Service: service)),
            .. from action in (string[])["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
               from model in Models
               select new Question(
                   Policies.StoppedAdministrator, action, model, Unchecked: model.Contains(":::", StringComparison.Ordinal)),
        ];
        _outcomes = (await Evaluator.Ask(Policies.With(SpendingDeny.Document()), _questions)).ToLookup(outcome => outcome.Request);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private int Find(Func<Question, bool> which) => _questions.Index().Single(question => which(question.Item)).Index;
}
