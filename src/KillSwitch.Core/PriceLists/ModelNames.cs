using System.Text.Json;
using System.Text.RegularExpressions;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>
/// Which model AWS means by a name in its Price List: by the reviewed table, by an id that stands there, by the very name that Bedrock
/// gives the model. Never by a part of a name: whatever merely resembles a model is another one.
/// </summary>
public sealed partial class ModelNames
{
    private static readonly Lazy<Dictionary<string, string>> LazyReviewed = new(ReadReviewed);

    // Null for a name that two models have.
    private readonly Dictionary<string, string?> _offered = new(StringComparer.Ordinal);

    /// <param name="offered">Name and id of the models that Bedrock offers.</param>
    public ModelNames(IEnumerable<(string Name, string Id)>? offered = null)
    {
        foreach (var (name, id) in offered ?? [])
        {
            var plain = Plain(name);
            _offered[plain] = _offered.TryGetValue(plain, out var other) && !IsSame(other, id) ? null : other ?? id;
        }
    }

    /// <summary>Names of the reviewed table, with their models.</summary>
    public static IReadOnlyDictionary<string, string> Reviewed => LazyReviewed.Value;

    /// <summary>The model's id; null where none is surely meant, and where the row names two.</summary>
    /// <param name="names">What the row calls it, in whatever way.</param>
    public string? Find(params IEnumerable<string> names)
    {
        string? found = null;
        foreach (var id in names.Where(name => name.Length > 0).Select(One).OfType<string>())
        {
            if (found is not null && !IsSame(found, id))
                return null;
            found ??= id;
        }

        return found;
    }

    /// <summary>A name as it is compared: of small letters, whatever stands between its words.</summary>
    public static string Plain(string name) => Separators()
        .Replace(name.Replace("(Amazon Bedrock Edition)", "", StringComparison.OrdinalIgnoreCase), " ").Trim().ToLowerInvariant();

    private string? One(string name)
    {
        var plain = Plain(name);
        if (Reviewed.TryGetValue(plain, out var id))
            return id;
        var own = name.Trim();
        return Id().IsMatch(own) ? own : _offered.GetValueOrDefault(plain);
    }

    private static bool IsSame(string? one, string other) =>
        one is not null && ModelSpelling.Known.Canonical(one) == ModelSpelling.Known.Canonical(other);

    private static Dictionary<string, string> ReadReviewed()
    {
        using var stream = typeof(ModelNames).Assembly.GetManifestResourceStream("model-names.json")
            ?? throw new InvalidOperationException("`model-names.json` is not embedded");
        using var document = JsonDocument.Parse(stream);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var model in document.RootElement.GetProperty("models").EnumerateArray())
        {
            var id = model.GetProperty("id").GetString()!;
            // A name that stands for two models is a mistake of the table.
            foreach (var name in model.GetProperty("names").EnumerateArray())
                names.Add(Plain(name.GetString()!), id);
        }

        return names;
    }

    [GeneratedRegex(@"[-_\s]+")]
    private static partial Regex Separators();

    // `openai.gpt-oss-120b`; `nova2.0lite` and `gpt-5.4` are names.
    [GeneratedRegex("^[a-z][a-z0-9]*[.][a-z][a-z0-9.:-]*$")]
    private static partial Regex Id();
}
