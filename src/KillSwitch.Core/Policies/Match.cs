namespace KillSwitch.Core.Policies;

/// <summary>One field of a rule's <c>match</c>: the record's value must match one of the globs. A missing value is <c>(none)</c>.</summary>
public sealed record FieldMatch(Dimension Field, IReadOnlyList<Glob> AnyOf)
{
    /// <summary>Lists are the same by what is in them.</summary>
    public static bool AreSame(IReadOnlyList<FieldMatch> one, IReadOnlyList<FieldMatch> other) =>
        one.Count == other.Count
        && one.Zip(other).All(pair => pair.First.Field == pair.Second.Field && pair.First.AnyOf.SequenceEqual(pair.Second.AnyOf));
}
