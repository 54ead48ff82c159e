using System.Text.Json;

namespace KillSwitch.Core.Access;

/// <summary>One statement of a policy.</summary>
internal sealed record AccessStatement(bool IsDeny, PolicyTexts Actions, bool IsNotAction)
{
    /// <summary>Null in a role's trust, which is about the role.</summary>
    public PolicyTexts? Resources { get; private init; }

    public bool IsNotResource { get; private init; }

    /// <summary>Null in an identity policy, which is about its holder.</summary>
    public AccessPrincipals? Principals { get; private init; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<AccessCondition> Conditions { get; private init; } = [];

    /// <exception cref="JsonException">It is no statement.</exception>
    public static AccessStatement Read(JsonElement json, bool knowsVariables)
    {
        var isNotAction = json.TryGetProperty("NotAction", out var actions);
        if (!isNotAction)
            actions = json.GetProperty("Action");
        var isNotResource = json.TryGetProperty("NotResource", out var resources);
        var hasResource = isNotResource || json.TryGetProperty("Resource", out resources);
        return new AccessStatement(
            json.GetProperty("Effect").GetString() == "Deny", PolicyTexts.Of(actions, knowsVariables: false), isNotAction)
        {
            Resources = hasResource ? PolicyTexts.Of(resources, knowsVariables) : null,
            IsNotResource = isNotResource,
            Principals = AccessPrincipals.Read(json),
            Conditions = json.TryGetProperty("Condition", out var conditions)
                ? [.. conditions.EnumerateObject()
                    .SelectMany(test =>
                    test.Value.EnumerateObject().Select(key => AccessCondition.Read(test.Name, key.Name, key.Value, knowsVariables)))]
                : [],
        };
    }

    /// <summary>Whether a condition or a variable speaks of who asks.</summary>
    public bool DependsOnCaller =>
        Conditions.Any(condition => OfCaller(condition.Key) || condition.Values.Texts.Any(OfCaller))
            || (Resources?.Texts.Any(OfCaller) ?? false);

    /// <summary>
    /// Whether it is about an action, or about one of a family: an allow of some opens it, a deny shuts it that denies all.
    /// </summary>
    public bool IsAbout(TextPattern action)
    {
        var patterns = Actions.Patterns(Nothing);
        return IsDeny == IsNotAction
            ? patterns.Any(pattern => pattern.Overlaps(action, ignoresCase: true)) != IsNotAction
            : patterns.Any(pattern => pattern.Covers(action, ignoresCase: true)) != IsNotAction;
    }

    public Truth Holds(AccessContext context) => Conditions.Count == 0 ? Truth.Yes : Conditions.All(condition => condition.Holds(context));

    private static readonly AccessContext Nothing = new();

    private static bool OfCaller(string text) =>
        text.Contains("aws:principal", StringComparison.OrdinalIgnoreCase) || text.Contains("aws:user", StringComparison.OrdinalIgnoreCase);
}
