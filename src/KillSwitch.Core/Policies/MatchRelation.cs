namespace KillSwitch.Core.Policies;

/// <summary>How two matches of one field stand to each other, by the forms of their patterns alone.</summary>
public static class MatchRelation
{
    /// <summary>Whether one takes in every counter that the other does; false also where that cannot be told.</summary>
    public static bool Covers(IReadOnlyList<FieldMatch> wide, IReadOnlyList<FieldMatch> narrow) =>
        wide.All(one => narrow.Any(other => other.Field == one.Field
            && other.AnyOf.All(glob => one.AnyOf.Any(by => Covers(one.Field.Kind, by, glob)))));

    /// <summary>Whether no call that a rule counts is of a counter that a match takes in; false also where that cannot be told.</summary>
    /// <param name="counted">Of the rule.</param>
    /// <param name="match">On what the rule's counters tell of themselves.</param>
    public static bool AreApart(FieldMatch counted, FieldMatch match) => counted.Field == match.Field
        && counted.AnyOf.All(one => match.AnyOf.All(other => AreApart(counted.Field.Kind, one, other)));

    private static bool Covers(DimensionKind field, Glob wide, Glob narrow)
    {
        if (wide.Pattern == narrow.Pattern || wide.Pattern.Trim('*').Length == 0)
            return true;
        if (field is not (DimensionKind.Principal or DimensionKind.Model))
            return wide.Covers(narrow);
        // Names are written in several ways: what a plain one takes in is known, and what every name of the other begins with.
        return IsPlain(field, wide)
            && !narrow.Pattern.Contains(field == DimensionKind.Principal ? ":" : "arn:", StringComparison.Ordinal)
            && Anchor(field, narrow) is { Length: > 0 } begin
            && (wide.HasWildcard
                ? wide.Pattern == wide.LiteralPrefix + "*" && begin.StartsWith(wide.LiteralPrefix, StringComparison.Ordinal)
                : !narrow.HasWildcard && begin == wide.Pattern);
    }

    private static bool AreApart(DimensionKind field, Glob counted, Glob other) => field switch
    {
        // One that is not known counts as fulfilled.
        DimensionKind.Path => false,
        DimensionKind.Profile => !new ProfilePattern(counted).IsByRoute && !counted.MayMeet(other),
        DimensionKind.Principal when IsPlain(field, counted) && IsPlain(field, other) => !counted.MayMeet(other),
        DimensionKind.Model when ModelPattern.Of(counted).IsByRoute || ModelPattern.Of(other).IsByRoute => false,
        DimensionKind.Principal or DimensionKind.Model => DoDiffer(Anchor(field, counted), Anchor(field, other)),
        _ => !counted.MayMeet(other),
    };

    private static bool DoDiffer(string one, string other) =>
        !one.StartsWith(other, StringComparison.Ordinal) && !other.StartsWith(one, StringComparison.Ordinal);

    private static string Anchor(DimensionKind field, Glob glob) =>
        field == DimensionKind.Principal ? PrincipalPattern.Of(glob).Anchor : ModelPattern.Of(glob).Anchor;

    // `role/agent-*`, without a path; a model's id without geography.
    private static bool IsPlain(DimensionKind field, Glob glob) => field == DimensionKind.Principal
        ? glob.Pattern.Split('/') is ["role" or "user", var name] && !name.Contains(':', StringComparison.Ordinal)
        : !glob.Pattern.AsSpan().ContainsAny(':', '/') && !ModelPattern.Of(glob).IsByRoute;
}
