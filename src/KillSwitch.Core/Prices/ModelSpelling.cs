namespace KillSwitch.Core.Prices;

/// <summary>
/// One model is spelled in several ways: <c>anthropic.claude-opus-4-6-v1:0</c> in a price list is
/// <c>anthropic.claude-opus-4-6-v1</c> in a log. What is dropped is exact, so that a model never takes its successor's
/// price: <c>-v1</c> but never <c>-v2</c>, and no prefix ever matches.
/// </summary>
public sealed class ModelSpelling
{
    private static readonly Lazy<ModelSpelling> LazyKnown = new(() => new ModelSpelling(PriceList.Overrides.Rules.Aliases));

    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    public ModelSpelling(IEnumerable<ModelAlias> aliases)
    {
        foreach (var alias in aliases)
            _aliases.Add(Plain(alias.Id), Plain(alias.Model));
    }

    /// <summary>The spellings that the embedded overrides know.</summary>
    public static ModelSpelling Known => LazyKnown.Value;

    /// <summary>The spelling under which all others are filed; an ARN stays as it is.</summary>
    public string Canonical(string id)
    {
        var plain = Plain(id);
        return _aliases.GetValueOrDefault(plain, plain);
    }

    private static string Plain(string id)
    {
        if (id.StartsWith("arn:", StringComparison.Ordinal))
            return id;

        // `:0` is a revision, `:0:48k` a revision and a context length.
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < id.Length - 1 && char.IsAsciiDigit(id[colon + 1]))
            id = id[..colon];
        return id.EndsWith("-v1", StringComparison.Ordinal) ? id[..^3] : id;
    }
}
