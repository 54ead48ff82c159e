using System.Text.Json;
using System.Text.Json.Nodes;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Engine.Deploying;

/// <summary>A template of CloudFormation, as far as whoever deploys it needs to understand it.</summary>
public sealed class StackTemplate
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private readonly JsonElement _root;

    private StackTemplate(string text, JsonElement root)
    {
        (Text, _root) = (text, root);
        Parameters = Section(root, nameof(Parameters)).EnumerateObject()
            .Select(one => TemplateParameter.Read(one.Name, one.Value)).ToDictionary(one => one.Name, StringComparer.Ordinal);
        Filled = Section(Section(Section(root, "Metadata"), "KillSwitch"), "filled").EnumerateObject()
            .ToDictionary(one => one.Name, one => one.Value.GetString() ?? "", StringComparer.Ordinal);
    }

    /// <summary>As it was read.</summary>
    public string Text { get; }

    /// <summary>What it says of itself; null for nothing.</summary>
    public string? Description =>
        _root.TryGetProperty(nameof(Description), out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;

    /// <summary>What CloudFormation may be told, by name.</summary>
    public IReadOnlyDictionary<string, TemplateParameter> Parameters { get; }

    /// <summary>Which of them the deployer fills in, and with what: <c>code-bucket</c>, <c>code-key</c>, <c>home-…</c>.</summary>
    public IReadOnlyDictionary<string, string> Filled { get; }

    /// <summary>Those that a person may choose.</summary>
    public IEnumerable<string> Options => Parameters.Keys.Where(name => !Filled.ContainsKey(name));

    /// <summary>Whether CloudFormation has to expand it first.</summary>
    public bool IsExpanded => _root.TryGetProperty("Transform", out _);

    internal JsonElement Conditions => Section(_root, nameof(Conditions));

    internal JsonElement Mappings => Section(_root, nameof(Mappings));

    internal IEnumerable<(string Id, JsonElement Resource)> Resources =>
        Section(_root, nameof(Resources)).EnumerateObject().Select(one => (one.Name, one.Value));

    /// <summary>The logical ids of what outlives the stack, where it is there.</summary>
    public IReadOnlyList<string> Retained =>
    [
        .. Resources.Where(one => one.Resource.TryGetProperty("DeletionPolicy", out var policy)
                && policy.ValueKind == JsonValueKind.String && policy.GetString() is "Retain" or "RetainExceptOnCreate")
            .Select(one => one.Id),
    ];

    /// <summary>The same, but that nothing outlives the stack.</summary>
    public StackTemplate RetainingNothing()
    {
        var changed = JsonNode.Parse(Text)!.AsObject();
        ReleaseTemplate.RetainNothing(changed);
        return Parse(changed.ToJsonString());
    }

    /// <param name="text">JSON.</param>
    /// <exception cref="FormatException">It is no template; the clause says why.</exception>
    public static StackTemplate Parse(string text)
    {
        try
        {
            var root = JsonElement.Parse(text);
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(nameof(Resources), out var resources)
                && resources.ValueKind == JsonValueKind.Object
                ? new StackTemplate(text, root)
                : throw new FormatException("it is no template of CloudFormation in JSON: it has no `Resources`");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or OverflowException
            || (error is FormatException && !error.Message.StartsWith("it is no", StringComparison.Ordinal)))
        {
            throw new FormatException("it is no template of CloudFormation in JSON", error);
        }
    }

    private static JsonElement Section(JsonElement root, string name) =>
        root.TryGetProperty(name, out var section) && section.ValueKind == JsonValueKind.Object ? section : Nothing;
}
