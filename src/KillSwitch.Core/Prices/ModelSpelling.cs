using System.Globalization;

namespace KillSwitch.Core.Prices;

/// <summary>
/// One model is spelled in several ways: <c>anthropic.claude-opus-4-6-v1:0</c> in a price list is
/// <c>anthropic.claude-opus-4-6-v1</c> in a log. What is dropped is exact, so that a model never takes its successor's
/// price: <c>-v1</c> but never <c>-v2</c>, and no prefix ever matches. The mantle endpoint's names differ from the runtime's by a
/// version, a date or <c>-instruct</c>.
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
        var hasRevision = colon > 0 && colon < id.Length - 1 && char.IsAsciiDigit(id[colon + 1]);
        if (hasRevision)
            id = id[..colon];
        // A bare `-1` is a version only before a revision, as in `gpt-oss-120b-1:0`.
        if (id.EndsWith("-v1", StringComparison.Ordinal))
            id = id[..^3];
        else if (hasRevision && id.EndsWith("-1", StringComparison.Ordinal))
            id = id[..^2];
        id = id.EndsWith("-instruct", StringComparison.Ordinal) ? id[..^9] : id;
        return IsDated(id) ? id[..^11] : id;
    }

    // `gpt-5.4-2026-03-05`; the dates of Claude's ids have no dashes, and tell its models apart.
    private static bool IsDated(string id) => id.Length > 11 && id[^11] == '-'
        && DateOnly.TryParseExact(id[^10..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
