using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>
/// The models that have a price, by the names that they give themselves in their answers: <c>claude-sonnet-4-5-20250929</c> is
/// <c>anthropic.claude-sonnet-4-5-20250929-v1:0</c>, <c>gpt-oss-120b</c> is <c>openai.gpt-oss-120b-1:0</c>. A name that two models could
/// have is none.
/// </summary>
public static class AnsweredModels
{
    private const int LongestName = 256;

    private static readonly Lazy<Dictionary<string, string?>> LazyIds = new(Read);

    /// <summary>Null for a name that is not surely one model's. A name without a geography is taken for the regional route.</summary>
    public static ModelId? Find(string name)
    {
        if (name.Length > LongestName)
            return null;
        var model = ModelId.Parse(name);
        return !model.IsOpaque && LazyIds.Value.GetValueOrDefault(model.Id) is { } id ? new ModelId(id, id, model.Scope, IsOpaque: false)
        {
            Geography = model.Geography,
        } : null;
    }

    private static Dictionary<string, string?> Read()
    {
        var rules = PriceList.Overrides.Rules;
        var spelling = ModelSpelling.Known;
        // Of one model the price list's own spelling.
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var spelled = PriceList.Catalogue.Entries.Concat(PriceList.Overrides.Entries).Select(entry => entry.Model).Distinct().ToList();
        foreach (var id in spelled)
            ids.TryAdd(spelling.Canonical(id), id);

        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var id in spelled.Concat(rules.Aliases.Select(alias => alias.Id)))
        {
            if (!ids.TryGetValue(spelling.Canonical(id), out var model))
                continue;
            foreach (var name in Names(id))
                names[name] = names.TryGetValue(name, out var other) && other != model ? null : model;
        }

        return names;
    }

    /// <summary>The id, and without its vendor and its version.</summary>
    private static IEnumerable<string> Names(string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        var plain = colon < 0 ? id : id[..colon];
        var dash = Math.Max(plain.LastIndexOf('-'), 0);
        string[] spelled = IsVersion(plain[dash..], plain[..dash], colon > 0) ? [id, plain, plain[..dash]] : [id, plain];
        return spelled.SelectMany(one => (string[])[one, one[(one.IndexOf('.', StringComparison.Ordinal) + 1)..]]).Distinct();
    }

    // `-v1`; any other only after a date, which tells the models apart by itself; a bare `-1` only before a revision, as in
    // `gpt-oss-120b-1:0`: `claude-opus-4-1` is no version of `claude-opus-4`.
    private static bool IsVersion(string last, string before, bool hasRevision) =>
        last == "-v1" || (last == "-1" && hasRevision) || (last.StartsWith("-v", StringComparison.Ordinal) && IsDated(before));

    private static bool IsDated(string name) => name.Length > 9 && name[^9] == '-' && name[^8..].All(char.IsAsciiDigit);
}
