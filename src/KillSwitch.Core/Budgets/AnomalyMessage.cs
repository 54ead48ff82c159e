using System.Text;
using System.Text.Json;

namespace KillSwitch.Core.Budgets;

/// <summary>
/// What Cost Anomaly Detection publishes: told, and never a reason to stop. Texts are cut at <see cref="LongestText"/> characters and are
/// callers' own words until they are made plain.
/// </summary>
/// <param name="Id">Names the anomaly; a later message about it has the same.</param>
/// <param name="Account">Where it was found; null where the message does not say.</param>
/// <param name="Start">As the message writes it.</param>
/// <param name="End">As the message writes it.</param>
/// <param name="Subject">The service, account or tag that the monitor looked at.</param>
/// <param name="Impact">Spent beyond what was expected, in dollars.</param>
/// <param name="Spent">In all, in dollars.</param>
/// <param name="Expected">In dollars.</param>
/// <param name="Causes">At most <see cref="MostCauses"/>: service, usage type, region and account, what is given of them.</param>
/// <param name="Link">To AWS's console; null for any other.</param>
/// <param name="Monitor">The name of the monitor, or of the subscription.</param>
public sealed record AnomalyMessage(
    string Id,
    string? Account,
    string? Start,
    string? End,
    string? Subject,
    decimal? Impact,
    decimal? Spent,
    decimal? Expected,
    IReadOnlyList<string> Causes,
    string? Link,
    string? Monitor)
{
    public const int LongestText = 256;

    public const int MostCauses = 5;

    private static readonly string[] Consoles = ["console.aws.amazon.com", "console.amazonaws-us-gov.com", "console.amazonaws.cn"];

    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, MaxDepth = 16 };

    /// <summary>Null for what is no such message: not JSON, or without an <c>anomalyId</c>.</summary>
    public static AnomalyMessage? Parse(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text, Tolerant);
            return Read(document.RootElement);
        }
        // A name that holds half of a surrogate pair is no name of theirs either.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AnomalyMessage? Read(JsonElement json)
    {
        // Delivered through EventBridge, the message is its detail.
        if (Child(json, "detail") is { ValueKind: JsonValueKind.Object } detail)
            json = detail;
        if (Text(json, "anomalyId") is not { Length: > 0 } id)
            return null;
        var impact = Child(json, "impact") ?? default;
        return new AnomalyMessage(
            id,
            Text(json, "accountId"),
            Text(json, "anomalyStartDate"),
            Text(json, "anomalyEndDate"),
            Text(json, "dimensionalValue"),
            Number(impact, "totalImpact") ?? Number(impact, "maxImpact"),
            Number(impact, "totalActualSpend"),
            Number(impact, "totalExpectedSpend"),
            Child(json, "rootCauses") is { ValueKind: JsonValueKind.Array } causes
                ? [.. causes.EnumerateArray().Select(Cause).Where(cause => cause.Length > 0).Take(MostCauses)]
                : [],
            Text(json, "anomalyDetailsLink") is { } link && IsConsole(link) ? link : null,
            Text(json, "monitorName") ?? Text(json, "subscriptionName"));
    }

    // Whoever may publish could lead people anywhere: only AWS's own console is passed on.
    private static bool IsConsole(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri is { Scheme: "https", UserInfo: "", IsDefaultPort: true }
        // A name in other letters is not AWS's, and need not be one at all.
        && Ascii.IsValid(uri.Host)
            && Consoles.Any(console => uri.Host == console || uri.Host.EndsWith("." + console, StringComparison.Ordinal));

    private static string Cause(JsonElement cause) => string.Join(
        ", ", new[] { Text(cause, "service"), Text(cause, "usageType"), Text(cause, "region"), Text(cause, "linkedAccount") }.Where(
            part => part is { Length: > 0 }));

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : null;

    private static string? Text(JsonElement parent, string name)
    {
        if (Child(parent, name) is not { ValueKind: JsonValueKind.String } value)
            return null;
        try
        {
            var text = value.GetString()!;
            return text.Length > LongestText ? text[..LongestText] : text;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: it is no text.
            return null;
        }
    }

    private static decimal? Number(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;
}
