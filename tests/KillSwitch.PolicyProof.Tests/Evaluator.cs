using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>What a caller asks IAM for; the form is described in <c>eng/policy-proof/prove.mjs</c>.</summary>
/// <param name="Policies">Names of the identity policies that the caller holds.</param>
/// <param name="Action">One action; of the whole <paramref name="Service"/> when there is none.</param>
/// <param name="Resource">An ARN; when there is none, an example of each type that the action takes, and <c>*</c>.</param>
/// <param name="Unchecked">The resource has not the published form, as a model's ARN without a region.</param>
public sealed record Question(
    IReadOnlyList<string> Policies,
    string? Action = null,
    string? Resource = null,
    IReadOnlyDictionary<string, string[]>? Context = null,
    string? Service = null,
    bool Unchecked = false)
{
    /// <summary>Who asks, as an ARN; null for a session of a role called app.</summary>
    public string? Principal { get; init; }

    /// <summary>
    /// Names of the service control policies of the account, beside the one that allows everything; null outside of an organization.
    /// </summary>
    public IReadOnlyList<string>? ServiceControlPolicies { get; init; }

    /// <summary>Names of the policies that bound the caller's permissions; null for none.</summary>
    public IReadOnlyList<string>? Boundary { get; init; }

    /// <summary>The name of the policy of the resource itself; null for none.</summary>
    public string? ResourcePolicy { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<Decision>))]
public enum Decision
{
    Allowed,

    /// <summary>A statement denies it.</summary>
    Denied,

    /// <summary>No statement allows it.</summary>
    Unmentioned,

    /// <summary>No such request can be made.</summary>
    Error,
}

/// <param name="Request">The place of the <see cref="Question"/> that it answers.</param>
/// <param name="By">The statements that decided.</param>
/// <param name="Ignored">Context keys that the action does not have.</param>
public sealed record Outcome(
    int Request,
    string Action,
    string Resource,
    Decision Decision,
    IReadOnlyList<string> By,
    IReadOnlyList<string> Ignored,
    string? Error = null)
{
    public override string ToString() => $"{Action} on {Resource}: {Decision} {string.Join(", ", By)}{Error}";
}

/// <summary>An IAM evaluator that is not ours: <c>@cloud-copilot/iam-simulate</c> in one Node.js process.</summary>
internal static class Evaluator
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly SemaphoreSlim Turn = new(1);

    private static Process? _node;

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="policies">Documents by the names that the questions use.</param>
    /// <exception cref="InvalidOperationException">The evaluator is not installed, or failed.</exception>
    public static async Task<IReadOnlyList<Outcome>> Ask(IReadOnlyDictionary<string, string> policies, IReadOnlyList<Question> questions)
    {
        if (!Directory.Exists(ProofFolder.File("node_modules")))
            throw new InvalidOperationException("the evaluator is not installed: run `make eng/policy-proof/node_modules`");
        var request = new JsonObject
        {
            ["policies"] = new JsonObject(policies.Select(policy => KeyValuePair.Create(policy.Key, JsonNode.Parse(policy.Value)))),
            ["requests"] = JsonSerializer.SerializeToNode(questions, Json),
        };
        var answer = JsonNode.Parse(await Run(request.ToJsonString()))!;
        return answer["outcomes"].Deserialize<Outcome[]>(Json)!;
    }

    // One process answers all, one question after another: most of its time is the start.
    private static async Task<string> Run(string request)
    {
        await Turn.WaitAsync();
        try
        {
            var node = _node ??= Start();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await node.StandardInput.WriteLineAsync(request.AsMemory(), patience.Token);
                await node.StandardInput.FlushAsync(patience.Token);
                if (await node.StandardOutput.ReadLineAsync(patience.Token) is { } answer)
                    return answer;
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                node.Kill();
            }

            _node = null;
            throw new InvalidOperationException($"prove.mjs failed: {await node.StandardError.ReadToEndAsync(CancellationToken.None)}");
        }
        finally
        {
            Turn.Release();
        }
    }

    // It ends with standard input, and so with whoever asks.
    private static Process Start()
    {
        var node = new Process
        {
            StartInfo = new("node", [ProofFolder.File("prove.mjs"), "--lines"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        node.Start();
        return node;
    }
}
