namespace KillSwitch.Core.Invocations;

/// <summary>What a model answers with, as far as its name says; each is charged in a way of its own.</summary>
public enum Modality
{
    /// <summary>Words, and whatever no name says.</summary>
    Text,
    Embedding,
    Rerank,
    Image,
    Video,
    Speech,
}

/// <summary>What a model's id says of its kin: <c>anthropic.claude-opus-9</c> is Anthropic's, and of <c>claude</c>, <c>opus</c>.</summary>
/// <param name="Vendor">Empty for a name that has none.</param>
/// <param name="Modality">What it answers with.</param>
/// <param name="Words">The words of its name without figures, versions and sizes.</param>
public sealed record ModelFamily(string Vendor, Modality Modality, IReadOnlyList<string> Words)
{
    private static readonly (Modality Modality, string[] Words)[] Spoken =
    [
        (Modality.Rerank, ["rerank"]),
        (Modality.Embedding, ["embed", "embeddings", "marengo"]),
        (Modality.Image, ["canvas", "image", "stable", "sd", "diffusion"]),
        (Modality.Video, ["reel", "ray"]),
        (Modality.Speech, ["sonic"]),
    ];

    // They say what a model was made for, not whose kin it is.
    private static readonly string[] Plain = ["v", "instruct", "chat", "it"];

    /// <param name="id">A model's own id, without a geography.</param>
    public static ModelFamily Of(string id)
    {
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        var vendor = dot > 0 && !id.StartsWith("arn:", StringComparison.Ordinal) ? id[..dot] : "";
        var name = vendor.Length == 0 ? "" : id[(dot + 1)..].Split(':', 2)[0];
        string[] words =
        [
            .. name.Split(['-', '.', '_']).Select(part => new string([.. part.TakeWhile(char.IsAsciiLetter)]))
                .Where(word => word.Length > 0 && !Plain.Contains(word)),
        ];
        return new ModelFamily(vendor, Spoken.FirstOrDefault(one => one.Words.Intersect(words).Any()).Modality, words);
    }

    /// <summary>How many words in a row both names begin with.</summary>
    public int Shared(ModelFamily other) => Words.Zip(other.Words).TakeWhile(pair => pair.First == pair.Second).Count();
}
