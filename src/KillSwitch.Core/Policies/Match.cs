namespace KillSwitch.Core.Policies;

/// <summary>One field of a rule's <c>match</c>: the record's value must match one of the globs. A missing value is <c>(none)</c>.</summary>
public sealed record FieldMatch(Dimension Field, IReadOnlyList<Glob> AnyOf);
