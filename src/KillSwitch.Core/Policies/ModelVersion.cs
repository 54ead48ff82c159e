namespace KillSwitch.Core.Policies;

/// <summary>An id, or a pattern of ids, with none, some or all of the version that it ends with.</summary>
/// <param name="Text">What is left: <c>amazon.nova-pro-v1</c> of <c>amazon.nova-pro-v1:0</c>.</param>
/// <param name="Revisions">How many parts after a colon are left.</param>
/// <param name="HasWord">Whether <c>-v1</c> is left, or the <c>-1</c> of <c>-1:0</c>.</param>
internal readonly record struct ModelVersion(string Text, int Revisions, bool HasWord)
{
    /// <summary>The id first, then with less and less of its version.</summary>
    public static List<ModelVersion> Of(string id)
    {
        var revisions = id.Count(c => c == ':');
        var whole = new List<string> { id };
        while (id.LastIndexOf(':') is > 0 and var colon)
            whole.Add(id = id[..colon]);
        var word = Word(id, revisions > 0);
        var found = whole.Select((text, taken) => new ModelVersion(text, revisions - taken, word > 0)).ToList();
        if (word > 0)
            found.Add(new ModelVersion(id[..word], 0, HasWord: false));
        return found;
    }

    /// <summary>Whether it says no less of the version than another does: only then it may stand for it.</summary>
    public bool SaysAsMuchAs(ModelVersion other) => Revisions >= other.Revisions && (HasWord || !other.HasWord);

    // Where `-v1` begins; 0 for none. `claude-opus-4-6` ends with no version, and `gpt-oss-120b-1:0` does.
    private static int Word(string id, bool hasRevision)
    {
        var digits = id.Length;
        while (digits > 0 && char.IsAsciiDigit(id[digits - 1]))
            digits--;
        if (digits == id.Length || digits < 2)
            return 0;
        var hasLetter = id[digits - 1] == 'v';
        var dash = hasLetter ? digits - 2 : digits - 1;
        return id[dash] == '-' && (hasLetter || (hasRevision && id.Length - digits < 3)) ? dash : 0;
    }
}
