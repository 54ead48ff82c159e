using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>An owner in one plain sentence.</summary>
public static class OwnerSummary
{
    public static string Of(Owner owner) =>
        $"{owner.Topic} hears of stops of {string.Join(" and ", owner.Match.Select(match => $"{Field(match)} {Patterns(match)}"))}";

    private static string Field(FieldMatch match) =>
        match.Field.Kind == DimensionKind.Tag ? $"tag `{match.Field.TagKey}`" : match.Field.ToString();

    private static string Patterns(FieldMatch match) => string.Join(" or ", match.AnyOf.Select(glob => glob.Pattern));
}
