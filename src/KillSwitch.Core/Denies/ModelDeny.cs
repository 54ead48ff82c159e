using System.Buffers;

namespace KillSwitch.Core.Denies;

/// <summary>Denies spending on models by their exact ids, in every region.</summary>
public static class ModelDeny
{
    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_-");

    /// <summary>
    /// The model's own ARN stops geographic, global and application inference profiles of it too; provisioned, custom and
    /// imported models are other ARNs. The mantle endpoint spells some ids differently (<c>openai.gpt-oss-120b</c> for
    /// <c>openai.gpt-oss-120b-1:0</c>): give both.
    /// </summary>
    /// <param name="modelIds">Ids as in <c>foundation-model/ID</c>: letters, digits and <c>.:_-</c>; an exact id, never a prefix.</param>
    /// <exception cref="ArgumentException">No id, one that is no model id, or more than one policy holds.</exception>
    public static string Document(IReadOnlyCollection<string> modelIds)
    {
        if (modelIds.Count == 0)
            throw new ArgumentException("a model deny needs a model", nameof(modelIds));
        foreach (var id in modelIds)
        {
            if (id.Length == 0 || id.AsSpan().ContainsAnyExcept(IdCharacters))
                throw new ArgumentException($"`{id}` is no model id", nameof(modelIds));
        }

        var document = DenyDocument.Write(
            new DenyStatement("SpendOnModel", ["bedrock:Invoke*", "bedrock:Create*Job", "bedrock:Create*Throughput"], [.. modelIds.SelectMany(Arns)]),
            new DenyStatement(
                "SpendOnModelByMantle",
                ["bedrock-mantle:Create*"],
                DenyStatement.EveryResource,
                new DenyCondition("StringEquals", "bedrock-mantle:Model", [.. modelIds])));
        return document.Length <= DenyDocument.MaximumLength
            ? document
            : throw new ArgumentException($"{modelIds.Count} models are more than one policy holds", nameof(modelIds));
    }

    // No trailing wildcard on the id: `claude-opus-4-1*` is also `claude-opus-4-10`.
    private static string[] Arns(string id) => [$"arn:*:bedrock:*::foundation-model/{id}", $"arn:*:bedrock:*::foundation-model/{id}:*"];
}
