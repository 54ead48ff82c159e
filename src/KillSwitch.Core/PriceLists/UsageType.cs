using System.Text.RegularExpressions;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>
/// Reads usage types, of AWS's Price List and of bills alike. What is not wholly understood is skipped and said: a price that is guessed
/// is worse than none.
/// </summary>
public static partial class UsageType
{
    // Of real ones the longest has 90; nothing is tried on what nobody wrote.
    private const int Longest = 300;

    /// <param name="text">As AWS writes it: <c>USE1-Nova2.0Lite-input-tokens-flex-cross-region-global</c>.</param>
    /// <param name="feature">The row's feature, which may name the tier; null where there is none.</param>
    /// <param name="inferenceType">What the row calls it; null where it does not.</param>
    public static UsageMeaning Read(string text, string? feature = null, string? inferenceType = null)
    {
        if (text.Length > Longest)
            return NotUnderstood(text[..Longest]);
        var plain = Plain(text);
        if (Commitment().IsMatch(plain))
            return new UsageMeaning.Skip("commitment, provisioned or training");
        if (CustomModel().IsMatch(plain))
            return new UsageMeaning.Skip("custom model");
        if (Guardrail().Match(plain) is { Success: true } guardrail)
            return new UsageMeaning.Charge(guardrail.Groups["checks"].Success ? UsageKind.GuardrailCheck : UsageKind.GuardrailTextUnit, "");
        if (Tokens().Match(plain) is { Success: true } tokens)
            return OfTokens(tokens, feature, inferenceType) is { } charge ? charge : NotUnderstood(text);
        return Others().Match(plain) is { Success: true } other
            ? new UsageMeaning.Charge(OtherKind(other.Groups["kind"].Value), other.Groups["model"].Value)
            : NotUnderstood(text);
    }

    private static UsageMeaning.Skip NotUnderstood(string text) => new($"`{text}` is not understood", IsUnderstood: false);

    private static UsageMeaning.Charge? OfTokens(Match tokens, string? feature, string? inferenceType)
    {
        // Tokens of speech or images cost another price than words, whatever the usage type leaves out.
        if ((inferenceType is not null && OtherModality().IsMatch(inferenceType)) || SpokenName().IsMatch(tokens.Groups["model"].Value))
            return null;
        var modifiers = tokens.Groups["modifier"].Captures.Select(capture => capture.Value).ToHashSet(StringComparer.Ordinal);
        List<ServiceTier> tiers =
        [
            .. modifiers.Select(Tier).OfType<ServiceTier>(),
            .. tokens.Groups["batch"].Success ? [ServiceTier.Batch] : (ServiceTier[])[],
        ];
        if (tiers.Distinct().Count() > 1)
            return null;
        var tier = tiers.Count > 0 ? tiers[0] : FeatureTier(feature);
        if (Kind(tokens, modifiers) is not { } kind)
            return null;
        return new UsageMeaning.Charge(kind, tokens.Groups["model"].Value)
        {
            Tier = tier,
            Scope = modifiers.Contains("global") || modifiers.Contains("cross-region-global") ? PriceScope.Global : PriceScope.Regional,
            IsLong = modifiers.Contains("long-ctx"),
            IsLatencyOptimized = modifiers.Contains("latency-optimized"),
        };
    }

    private static UsageKind? Kind(Match tokens, HashSet<string> modifiers)
    {
        List<string> lives = [.. modifiers.Intersect(["5m", "1h", "30m"]), .. tokens.Groups["life"].Captures.Select(one => one.Value)];
        var kind = tokens.Groups["kind"].Value;
        return (kind, lives) switch
        {
            ("input", []) => UsageKind.Input,
            ("output", []) => UsageKind.Output,
            ("cache-read", []) => UsageKind.CacheRead,
            ("cache-write", [] or ["5m"]) => UsageKind.CacheWrite5m,
            ("cache-write", ["1h"]) => UsageKind.CacheWrite1h,
            ("cache-write", ["30m"]) => UsageKind.CacheWrite30m,
            _ => null,
        };
    }

    private static ServiceTier? Tier(string modifier) => modifier switch
    {
        "standard" => ServiceTier.Standard,
        "batch" => ServiceTier.Batch,
        "flex" => ServiceTier.Flex,
        "priority" => ServiceTier.Priority,
        _ => null,
    };

    private static ServiceTier FeatureTier(string? feature) => feature switch
    {
        null => ServiceTier.Standard,
        _ when feature.Contains("batch", StringComparison.OrdinalIgnoreCase) => ServiceTier.Batch,
        _ when feature.Contains("flex", StringComparison.OrdinalIgnoreCase) => ServiceTier.Flex,
        _ when feature.Contains("priority", StringComparison.OrdinalIgnoreCase) => ServiceTier.Priority,
        _ => ServiceTier.Standard,
    };

    private static UsageKind OtherKind(string kind) => kind switch
    {
        "audio-second" => UsageKind.AudioSecond,
        "video-second" => UsageKind.VideoSecond,
        "image" => UsageKind.Image,
        _ => UsageKind.SearchUnit,
    };

    // Without the region, and of a Marketplace model without what the Marketplace puts around it, in words of small letters.
    private static string Plain(string text)
    {
        if (Marketplace().Match(text) is { Success: true } marketplace)
            return Words(marketplace.Groups["usage"].Value);
        var plain = RegionPrefix().Replace(text, "");
        return plain.Replace('_', '-').ToLowerInvariant();
    }

    // `CacheWrite1hInputTokenCount_Global` and `cache_write_tokens_1h_global` alike.
    private static string Words(string usage) =>
        Hump().Replace(usage, "-").Replace('_', '-').Replace("--", "-", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex("^(?:[A-Z0-9]{2,5}-)?MP:[A-Z0-9]{2,5}_(?<usage>.+?)(?:-Units)?$")]
    private static partial Regex Marketplace();

    [GeneratedRegex("^[A-Z]{2,4}[0-9]?-(?=.)")]
    private static partial Regex RegionPrefix();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex Hump();

    [GeneratedRegex(@"reserved|provisioned|customization|\btraining\b|fine-?tun|\btpm\b|tpm-|per-minute|model-?units?\b|commit")]
    private static partial Regex Commitment();

    [GeneratedRegex("custom-?model")]
    private static partial Regex CustomModel();

    [GeneratedRegex("^guardrail(?<checks>-?checks)?-.+unitsconsumed$")]
    private static partial Regex Guardrail();

    [GeneratedRegex("speech|audio|image|video", RegexOptions.IgnoreCase)]
    private static partial Regex OtherModality();

    // `novasonic-speech`: not the model's words.
    [GeneratedRegex("-(?:speech|audio|video)$")]
    private static partial Regex SpokenName();

    [GeneratedRegex(
        "^(?:(?<model>.+?)-(?:mantle-)?)??(?:(?<modifier>latency-optimized)-)?(?:million-)?(?<batch>batch-)?"
        + "(?:(?<kind>cache-(?:read|write))(?:-?(?<life>5m|1h|30m))?(?:-input)?|(?<kind>input|output))-tokens?(?:-count)?"
        + "(?:-(?<modifier>5m|1h|30m|long-ctx|cross-region-global|global|geo|regional|standard|batch|flex|priority|latency-optimized))*$")]
    private static partial Regex Tokens();

    [GeneratedRegex("^(?<model>.+?)-(?:input-|output-)?(?<kind>audio-second|video-second|image|search-?unit)s?$")]
    private static partial Regex Others();
}
