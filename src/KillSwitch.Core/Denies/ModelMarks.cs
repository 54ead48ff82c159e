using System.Buffers;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Denies;

/// <summary>What the tags must say for <see cref="ModelDeny"/> to stop a model: its exact id, and its other spellings.</summary>
public static class ModelMarks
{
    private const string OpenWeights = "openai.gpt-oss-";

    // What both an ARN and a tag may hold.
    internal static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_/-");

    /// <summary>Null for what is no model that a policy can name.</summary>
    /// <param name="model">Which model.</param>
    /// <param name="own">The guard's tags; null for those of a stack with the default name.</param>
    public static IReadOnlyList<TagMark>? Of(StopTarget.Model model, StopTags? own = null)
    {
        var tags = own ?? StopTags.Default;
        var id = model.ModelId;
        if (id.StartsWith("arn:", StringComparison.Ordinal))
            return ModelDeny.OwnId(id) is { } ownId ? Fitting([new TagMark(tags.OwnModels, ownId)]) : null;
        // The metrics name a profile or a model of one's own by its bare id; only a vendor's model has a dot.
        if (!id.Contains('.', StringComparison.Ordinal))
            return Fitting([new TagMark(tags.OwnModels, id)]);
        return Fitting([
            new TagMark(tags.Models, id),
            .. Versioned(id) is { } versioned ? (TagMark[])[new TagMark(tags.Models, versioned)] : [],
            .. OnMantle(id) is var mantle && mantle != id ? (TagMark[])[new TagMark(tags.MantleModels, mantle)] : [],
        ]);
    }

    /// <summary>Whether two have a spelling of a model in common, or may have: who takes off the one takes from the other.</summary>
    public static bool MayOverlap(StopTarget one, StopTarget other) => one.Account == other.Account && (one, other) switch
    {
        (StopTarget.Model first, StopTarget.Model second) =>
            Of(first) is { } marks && Of(second) is { } others && marks.Intersect(others).Any(),
        (StopTarget.Models first, StopTarget.Models second) =>
            first.IsForMany || second.IsForMany || first.Whose.IsCutWith(second.Whose),
        _ => false,
    };

    private static TagMark[]? Fitting(TagMark[] marks) =>
        marks.All(mark => mark.Value.Length is >= 2 and <= 256 && !mark.Value.AsSpan().ContainsAnyExcept(Characters)) ? marks : null;

    /// <summary>
    /// A model's name on the mantle endpoint, which has no version and no date: <c>anthropic.claude-opus-4-6</c> for
    /// <c>anthropic.claude-opus-4-6-v1:0</c>, <c>openai.gpt-oss-120b</c> for <c>openai.gpt-oss-120b-1:0</c>.
    /// </summary>
    public static string OnMantle(string id)
    {
        var plain = ModelSpelling.Known.Canonical(id);
        if (plain.StartsWith(OpenWeights, StringComparison.Ordinal) && plain.EndsWith("-1", StringComparison.Ordinal))
            return plain[..^2];
        return IsDated(plain) ? plain[..^9] : plain;
    }

    // A name of mantle's, as the metrics give it, stops the runtime's id as well.
    private static string? Versioned(string id)
    {
        if (id.Contains(':', StringComparison.Ordinal) || IsVersioned(id))
            return null;
        if (id.StartsWith(OpenWeights, StringComparison.Ordinal))
            return id.EndsWith("-1", StringComparison.Ordinal) ? null : id + "-1";
        return ModelSpelling.Known.Canonical(id) + "-v1";
    }

    private static bool IsVersioned(string id) => id.LastIndexOf("-v", StringComparison.Ordinal) is > 0 and var at && at + 2 < id.Length
        && id.AsSpan(at + 2).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsDated(string id) =>
        id.Length > 9 && id[^9] == '-' && id.AsSpan(id.Length - 8).IndexOfAnyExceptInRange('0', '9') < 0;
}
