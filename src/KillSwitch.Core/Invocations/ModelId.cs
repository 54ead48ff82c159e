namespace KillSwitch.Core.Invocations;

public enum ModelScope
{
    /// <summary>In one region or one geography: the regional price.</summary>
    Regional,

    /// <summary>Through a <c>global.</c> profile: the global price.</summary>
    Global,
}

/// <summary>Where an answer may name the model that served, behind a name that hides it.</summary>
public enum AnswerNaming
{
    /// <summary>Nowhere that is to be believed.</summary>
    None,

    /// <summary>In what the model itself writes around its words.</summary>
    InAnswer,

    /// <summary>The same, and in Bedrock's own trace at its end, which wins: a prompt router or a prompt chooses the model.</summary>
    InTrace,
}

/// <summary>A model as a caller named it, and what it is.</summary>
/// <param name="Raw">The text of the record's <c>modelId</c>.</param>
/// <param name="Id">The model's own id: no ARN wrapping, no geography prefix; of an opaque ARN, the ARN itself.</param>
/// <param name="Scope">Which price applies.</param>
/// <param name="IsOpaque">The id says nothing about the model: an application inference profile, a provisioned, custom or imported
/// model.</param>
public sealed record ModelId(string Raw, string Id, ModelScope Scope, bool IsOpaque)
{
    private readonly ApplicationProfile? _profile;

    /// <summary>
    /// The vendor is the id's first word: <c>anthropic</c> of <c>anthropic.claude-opus-4-6-v1</c>; of an opaque id, nothing.
    /// </summary>
    public string Vendor { get; } = IsOpaque || !Id.Contains('.', StringComparison.Ordinal)
        ? ""
        : Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>What it answers with, as far as its name says.</summary>
    public Modality Modality { get; } = IsOpaque ? Modality.Text : ModelFamily.Of(Id).Modality;

    /// <summary>
    /// By which profile it was called, as its id begins: <c>eu</c>, <c>global</c>; null for a call in its own region, and where that is not
    /// known.
    /// </summary>
    public string? Geography { get; init; }

    /// <summary>The id with its geography, as its inference profile is called: <c>eu.anthropic.claude-opus-4-6-v1</c>.</summary>
    public string Routed => Geography is null ? Id : $"{Geography}.{Id}";

    /// <summary>Where the answer to a call of it may name the model that served.</summary>
    public AnswerNaming Naming { get; } = IsOpaque ? NamingOf(Raw) : AnswerNaming.None;

    /// <summary>The application inference profile that was called, as far as it is known; null for a call that used none.</summary>
    public ApplicationProfile? Profile
    {
        get => _profile ?? ApplicationProfile.Of(Raw);
        init => _profile = value;
    }

    /// <summary>The id is what an answer says: whoever knows what the name stands for knows it better.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>
    /// Called through capacity that is paid by the time it stands ready, not by the token: provisioned throughput, an endpoint of the
    /// marketplace, the model units of an imported model.
    /// </summary>
    public bool IsPaidByTheHour => Raw.StartsWith("arn:", StringComparison.Ordinal)
        && (Raw.Contains(":provisioned-model/", StringComparison.Ordinal)
            || Raw.Contains(":imported-model/", StringComparison.Ordinal)
            || (Raw.Contains(":sagemaker:", StringComparison.Ordinal) && Raw.Contains(":endpoint/", StringComparison.Ordinal)));

    // Whoever imports, customises or rents a model has its answers written as he likes: those are believed nothing.
    private static AnswerNaming NamingOf(string raw) => raw.Split(':', 6) is not [_, _, "bedrock", _, _, var resource] ? AnswerNaming.None
        : IsKind(resource, "application-inference-profile/") ? AnswerNaming.InAnswer
        : IsKind(resource, "prompt-router/") || IsKind(resource, "default-prompt-router/") || IsKind(resource, "prompt/")
            ? AnswerNaming.InTrace
        : AnswerNaming.None;

    private static bool IsKind(string resource, string kind) => resource.StartsWith(kind, StringComparison.Ordinal);

    public static ModelId Parse(string raw)
    {
        var id = raw;
        if (raw.StartsWith("arn:", StringComparison.Ordinal))
        {
            var resource = raw.Split(':', 6) is [_, _, _, _, _, var last] ? last : "";
            if (resource.StartsWith("foundation-model/", StringComparison.Ordinal))
                id = resource["foundation-model/".Length..];
            else if (resource.StartsWith("inference-profile/", StringComparison.Ordinal))
                id = resource["inference-profile/".Length..];
            else
                return new ModelId(raw, raw, ModelScope.Regional, IsOpaque: true);
        }

        // `us.` is a prefix only when a vendor follows: `us.anthropic.claude…` has two dots or more before the version.
        return ProfileGeography.Of(id) is { } geography
            && (geography == ProfileGeography.Global || id.AsSpan(geography.Length + 1).Contains('.'))
            ? new ModelId(raw, id[(geography.Length + 1)..], geography == ProfileGeography.Global
                ? ModelScope.Global
                : ModelScope.Regional, IsOpaque: false)
            { Geography = geography }
            : new ModelId(raw, id, ModelScope.Regional, IsOpaque: false);
    }
}
