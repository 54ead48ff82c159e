using System.Text.Json;

namespace KillSwitch.Core.Denies;

/// <summary>
/// Whether a policy lets its holder spend on Bedrock, judged too widely rather than too narrowly: conditions, resources and
/// denies are left out of account, and what cannot be read counts as a grant. A deny on someone who could not spend anyway costs nothing.
/// </summary>
public static class SpendingGrant
{
    private static readonly ActionPattern[] Spending = [.. SpendingDeny.SpendingActions.Select(action => new ActionPattern(action))];
    private static readonly ActionPattern[] OnMantle = [.. MantleDeny.Statement.Actions.Select(action => new ActionPattern(action))];

    /// <param name="document">An identity policy, as JSON.</param>
    public static bool IsIn(string document) => IsIn(document, Spending);

    /// <summary>Whether it lets its holder spend on the mantle endpoint, which writes no invocation logs.</summary>
    /// <param name="document">An identity policy, as JSON.</param>
    public static bool IsForMantleIn(string document) => IsIn(document, OnMantle);

    private static bool IsIn(string document, ActionPattern[] actions)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            return Each(json.RootElement.GetProperty("Statement")).Any(statement => MayAllow(statement, actions));
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool MayAllow(JsonElement statement, ActionPattern[] actions)
    {
        if (statement.GetProperty("Effect").GetString() == "Deny")
            return false;
        if (statement.TryGetProperty("NotAction", out var excluded))
        {
            ActionPattern[] not = [.. Patterns(excluded)];
            return !actions.All(spending => not.Any(pattern => pattern.Covers(spending)));
        }

        return Patterns(statement.GetProperty("Action")).Any(pattern => actions.Any(pattern.Overlaps));
    }

    private static IEnumerable<ActionPattern> Patterns(JsonElement actions) =>
        Each(actions).Select(action => new ActionPattern(action.GetString() ?? throw new JsonException("an action is a text")));

    // One stands for a list of one.
    private static JsonElement[] Each(JsonElement oneOrMany) =>
        oneOrMany.ValueKind == JsonValueKind.Array ? [.. oneOrMany.EnumerateArray()] : [oneOrMany];
}
