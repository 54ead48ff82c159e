using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KillSwitch.Engine.Deploying;

/// <summary>A parameter of a template, with what it allows.</summary>
/// <param name="Name">Of an option of the deployment, or of what the deployer fills in.</param>
/// <param name="Default">Null where a value must be given.</param>
/// <param name="AllowedValues">Empty where any is allowed that fits the pattern.</param>
/// <param name="AllowedPattern">Of the whole value; null for none.</param>
/// <param name="ConstraintDescription">In words, what is allowed; null where the template says nothing.</param>
public sealed record TemplateParameter(
    string Name, string? Default, IReadOnlyList<string> AllowedValues, string? AllowedPattern, string? ConstraintDescription)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>In characters; null for no end.</summary>
    public int? MaxLength { get; init; }

    /// <summary>As the template spells it: words of a closed list are taken in upper and lower case.</summary>
    public string Spelled(string value) =>
        AllowedValues.FirstOrDefault(one => string.Equals(one, value, StringComparison.OrdinalIgnoreCase)) ?? value;

    /// <summary>One clause; null where the value is allowed.</summary>
    /// <param name="value">As <see cref="Spelled"/>.</param>
    public string? Fault(string value)
    {
        if (AllowedValues.Count > 0)
        {
            return AllowedValues.Contains(value) ? null : $"`{value}` is not allowed for `{Name}`; allowed: "
                + string.Join(", ", AllowedValues.Where(one => one.Length > 0));
        }

        if (MaxLength is { } most && value.Length > most)
            return $"`{value}` is not allowed for `{Name}`; allowed: up to {most.ToString(CultureInfo.InvariantCulture)} characters";
        return AllowedPattern is null || Regex.IsMatch(value, $"^(?:{AllowedPattern})\\z", RegexOptions.CultureInvariant, Patience)
            ? null
            : $"`{value}` is not allowed for `{Name}`; {Allowed}";
    }

    // CloudFormation says it by itself as well, where nothing stands before it.
    private string Allowed => ConstraintDescription is not { } said ? $"allowed: what fits {AllowedPattern}"
        : said.StartsWith("allowed", StringComparison.Ordinal) ? said : "allowed: " + said;

    internal static TemplateParameter Read(string name, JsonElement from) => new(
        name,
        Text(from, nameof(Default)),
        from.TryGetProperty(nameof(AllowedValues), out var values) ? [.. values.EnumerateArray().Select(TextOf)] : [],
        Text(from, nameof(AllowedPattern)),
        Text(from, nameof(ConstraintDescription)))
    {
        MaxLength = Text(from, nameof(MaxLength)) is { } most ? int.Parse(most, CultureInfo.InvariantCulture) : null,
    };

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
