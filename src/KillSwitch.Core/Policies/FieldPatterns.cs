using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>One field of a rule's <c>match</c>, made ready: names match however they are written.</summary>
public sealed class FieldPatterns
{
    private readonly FieldMatch _match;
    private readonly PrincipalPattern[] _principals = [];
    private readonly ModelPattern[] _models = [];
    private readonly ProfilePattern[] _profiles = [];

    public FieldPatterns(FieldMatch match)
    {
        _match = match;
        if (match.Field.Kind == DimensionKind.Principal)
            _principals = [.. match.AnyOf.Select(PrincipalPattern.Of)];
        else if (match.Field.Kind == DimensionKind.Model)
            _models = [.. match.AnyOf.Select(ModelPattern.Of)];
        else if (match.Field.Kind == DimensionKind.Profile)
            _profiles = [.. match.AnyOf.Select(glob => new ProfilePattern(glob))];
    }

    public Dimension Field => _match.Field;

    /// <summary>
    /// Whether more than the value that counters are told apart by decides: by which profile, and from where, a model was called.
    /// </summary>
    public bool IsByRoute => _models.Any(pattern => pattern.IsByRoute) || _profiles.Any(pattern => pattern.IsByRoute);

    /// <summary>Of a field that names principals; else none.</summary>
    public IReadOnlyList<PrincipalPattern> Principals => _principals;

    /// <summary>
    /// For each pattern, what one of <see cref="Spellings"/> begins with where it matches; empty where that cannot be said.
    /// </summary>
    public IEnumerable<string> Anchors => Field.Kind switch
    {
        DimensionKind.Principal => _principals.Select(pattern => pattern.Anchor),
        DimensionKind.Model => _models.Select(pattern => pattern.Anchor),
        DimensionKind.Profile => _profiles.Select(pattern => pattern.Anchor),
        // One that is not known counts as fulfilled.
        DimensionKind.Path => [""],
        _ => _match.AnyOf.Select(glob => glob.LiteralPrefix),
    };

    public static IEnumerable<string> Spellings(Invocation invocation, Dimension field)
    {
        if (field.Kind == DimensionKind.Model)
            return new[] { invocation.Model.Id, invocation.Model.Routed, invocation.Model.Raw }.Distinct();
        if (field.Kind == DimensionKind.Profile && invocation.Model.Profile is { } profile)
            return profile.Spellings.Distinct();
        var value = DimensionValue.Of(invocation, field);
        return [field.Kind == DimensionKind.Principal ? PrincipalPattern.ShortName(value) : value];
    }

    public bool Matches(Invocation invocation, PrincipalPaths paths) => Field.Kind switch
    {
        DimensionKind.Model => MatchesModel(invocation.Model, invocation.Region, invocation.Account),
        DimensionKind.Principal => MatchesPrincipal(DimensionValue.Localized(invocation), paths),
        DimensionKind.Profile => _profiles.Any(pattern => pattern.Matches(invocation.Model.Profile)),
        DimensionKind.Path => MatchesPath(DimensionValue.Of(invocation, Field)),
        _ => MatchesText(DimensionValue.Of(invocation, Field)),
    };

    /// <param name="value">As a counter has it; of a model the id decides alone.</param>
    /// <param name="account">Whose counter.</param>
    /// <param name="paths">Of the account.</param>
    public bool MatchesValue(string value, string account, PrincipalPaths paths) => Field.Kind switch
    {
        DimensionKind.Model => _models.Any(pattern => pattern.MatchesId(value)),
        DimensionKind.Principal => _principals.Any(pattern => pattern.Matches(value, ArnOf(value, account), paths.Of(value))),
        DimensionKind.Profile => _profiles.Any(pattern => pattern.MatchesValue(value)),
        DimensionKind.Path => MatchesPath(value),
        _ => MatchesText(value),
    };

    public bool MatchesPrincipal(Principal principal, PrincipalPaths paths) =>
        _principals.Any(pattern => pattern.Matches(principal, paths));

    public bool MatchesModel(ModelId model, string region, string account) =>
        _models.Any(pattern => pattern.Matches(model, region, account));

    /// <summary>The IAM ARN of a name that a counter has, without path and partition.</summary>
    internal static string ArnOf(string name, string account) =>
        name.StartsWith("arn:", StringComparison.Ordinal) || name == Missing.Value ? name : $"arn:*:iam::{account}:{name}";

    private bool MatchesPath(string path) => path == Missing.Unknown || MatchesText(path);

    private bool MatchesText(string value) => _match.AnyOf.Any(glob => glob.Matches(value));
}
