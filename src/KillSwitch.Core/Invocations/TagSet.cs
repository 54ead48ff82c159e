namespace KillSwitch.Core.Invocations;

/// <summary>Tags that AWS keeps on a resource; the same by what is in them.</summary>
public sealed class TagSet : IEquatable<TagSet>
{
    private readonly SortedDictionary<string, string> _tags;
    private readonly string _text;

    /// <param name="tags">By key.</param>
    /// <param name="keys">How keys are told apart: IAM's without case.</param>
    public TagSet(IEnumerable<KeyValuePair<string, string>> tags, StringComparer keys)
    {
        _tags = new SortedDictionary<string, string>(keys);
        foreach (var (key, value) in tags)
            _tags[key] = value;
        _text = string.Join('\n', _tags.Select(tag => $"{tag.Key}\t{tag.Value}"));
    }

    /// <summary>As IAM tells keys apart.</summary>
    public static TagSet OfPrincipal(IEnumerable<KeyValuePair<string, string>> tags) => new(tags, StringComparer.OrdinalIgnoreCase);

    /// <summary>As Bedrock tells keys apart.</summary>
    public static TagSet OfProfile(IEnumerable<KeyValuePair<string, string>> tags) => new(tags, StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, string>> All => _tags;

    /// <summary>The value, or <c>(none)</c>.</summary>
    public string Of(string key) => _tags.GetValueOrDefault(key, Missing.Value);

    public bool Equals(TagSet? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as TagSet);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
