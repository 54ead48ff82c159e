using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;

namespace KillSwitch.Cli.UsageReports;

/// <summary>What usage is told apart by.</summary>
/// <param name="Name">As a person asks for it.</param>
/// <param name="View">The counters that hold it, as the guard keeps them by the hour.</param>
/// <param name="Told">The dimensions that a row is named by.</param>
internal sealed record UsageBy(string Name, IReadOnlyList<Dimension> View, IReadOnlyList<Dimension> Told)
{
    public const string Allowed = "principal, session, model, region, account, `principal,session`, `region,model`, tag:KEY, "
        + "path, principalTag:KEY, profile, profileTag:KEY, project";

    private static readonly IReadOnlyList<Dimension> Models = [Dimension.Account, Dimension.Region, Dimension.Model];
    private static readonly IReadOnlyList<Dimension> Sessions = [Dimension.Account, Dimension.Principal, Dimension.Session];

    public static UsageBy Principal { get; } = new("principal", [Dimension.Account, Dimension.Principal], [Dimension.Principal]);

    // A session's name says little without its role's.
    public static UsageBy Session { get; } = new("session", Sessions, [Dimension.Principal, Dimension.Session]);

    // A model is counted by region, and told as one.
    public static UsageBy Model { get; } = new("model", Models, [Dimension.Model]);

    /// <summary>Null for a word that is none, and for dimensions that the guard does not count together.</summary>
    public static UsageBy? Parse(string text) => text switch
    {
        "account" => new(text, [Dimension.Account], [Dimension.Account]),
        "principal" => Principal,
        "session" => Session,
        "principal,session" or "session,principal" => Session with { Name = "principal,session" },
        "model" => Model,
        "region" => new(text, Models, [Dimension.Region]),
        "region,model" or "model,region" => new("region,model", Models, [Dimension.Region, Dimension.Model]),
        "path" => Single(text, Dimension.Path),
        "profile" => Single(text, Dimension.Profile),
        "project" => Single(text, Dimension.Project),
        _ when !text.Contains(',', StringComparison.Ordinal) && text.Split(':', 2) is [var kind, { Length: > 0 } key] => kind switch
        {
            "tag" => Single(text, Dimension.Tag(key)),
            "principalTag" => Single(text, Dimension.PrincipalTag(key)),
            "profileTag" => Single(text, Dimension.ProfileTag(key)),
            _ => null,
        },
        _ => null,
    };

    private static UsageBy Single(string name, Dimension dimension) => new(name, [Dimension.Account, dimension], [dimension]);

    public string Shape(string account) => ScopeText.Shape(account, View, "");

    /// <summary>The row that a counter belongs to.</summary>
    public string RowOf(string scope) => Told is [{ Kind: DimensionKind.Account }]
        ? ScopeText.Subject(scope)
        : string.Join('/', Told.Select(dimension => ScopeText.Value(scope, dimension)));
}
