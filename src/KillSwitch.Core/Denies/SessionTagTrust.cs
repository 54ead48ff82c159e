using System.Text.Json;

namespace KillSwitch.Core.Denies;

/// <summary>
/// Whether a role's trust lets whoever assumes it pass session tags of the guard's keys. Such a tag takes the place of the role's own
/// of that key, and with it the deny of a session or a model. Judged too widely rather than too narrowly; what cannot be read may.
/// </summary>
public static class SessionTagTrust
{
    private static readonly ActionPattern TagSession = new("sts:TagSession");
    private static readonly ActionPattern StopKeys = new(StopTag.KeyPrefix + "*");

    /// <param name="trust">The policy that says who may assume the role, as JSON.</param>
    public static bool MayPassStopTags(string trust)
    {
        try
        {
            using var json = JsonDocument.Parse(trust);
            var statements = Each(json.RootElement.GetProperty("Statement"));
            return statements.Any(MayAllow) && !statements.Any(Denies);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool MayAllow(JsonElement statement) =>
        statement.GetProperty("Effect").GetString() == "Allow" && !IsForServices(statement) && Concerns(statement)
        && !Conditions(statement).Any(condition => condition.IsOfAll && !condition.Values.Any(StopKeys.Overlaps));

    private static bool Denies(JsonElement statement) =>
        statement.GetProperty("Effect").GetString() == "Deny" && IsForEveryone(statement) && Concerns(statement)
        && (!statement.TryGetProperty("Condition", out _)
            || (Conditions(statement).ToList() is [{ IsOfAny: true } only] && only.Values.Any(value => value.Covers(StopKeys))));

    // The tags that a service of AWS's passes are the service's, and no caller's.
    private static bool IsForServices(JsonElement statement) =>
        statement.TryGetProperty("Principal", out var principal) && principal.ValueKind == JsonValueKind.Object
        && principal.EnumerateObject().All(kind => kind.NameEquals("Service"));

    private static bool IsForEveryone(JsonElement statement) =>
        statement.TryGetProperty("Principal", out var principal)
        && (principal.ValueKind == JsonValueKind.String
            ? principal.GetString() == "*"
            : principal.TryGetProperty("AWS", out var aws) && Texts(aws).Contains("*"));

    private static bool Concerns(JsonElement statement) => statement.TryGetProperty("NotAction", out var not)
        ? !Texts(not).Any(action => new ActionPattern(action).Covers(TagSession))
        : Texts(statement.GetProperty("Action")).Any(action => new ActionPattern(action).Overlaps(TagSession));

    private static IEnumerable<OnKeys> Conditions(JsonElement statement)
    {
        if (!statement.TryGetProperty("Condition", out var condition))
            yield break;
        foreach (var test in condition.EnumerateObject())
        {
            var isMatch = test.Name.EndsWith(":StringEquals", StringComparison.OrdinalIgnoreCase)
                || test.Name.EndsWith(":StringLike", StringComparison.OrdinalIgnoreCase)
                || test.Name.EndsWith(":StringEqualsIgnoreCase", StringComparison.OrdinalIgnoreCase);
            foreach (var key in test.Value.EnumerateObject())
            {
                var isOnKeys = isMatch && key.Name.Equals("aws:TagKeys", StringComparison.OrdinalIgnoreCase);
                yield return new OnKeys(
                    isOnKeys && test.Name.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase),
                    isOnKeys && test.Name.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase),
                    [.. Texts(key.Value).Select(value => new ActionPattern(value))]);
            }
        }
    }

    private static string[] Texts(JsonElement oneOrMany) =>
        [.. Each(oneOrMany).Select(one => one.GetString() ?? throw new JsonException("a text is null"))];

    // One stands for a list of one.
    private static JsonElement[] Each(JsonElement oneOrMany) =>
        oneOrMany.ValueKind == JsonValueKind.Array ? [.. oneOrMany.EnumerateArray()] : [oneOrMany];

    /// <param name="IsOfAll">Every key that is passed is one of the values.</param>
    /// <param name="IsOfAny">It is enough that one is.</param>
    /// <param name="Values">Patterns.</param>
    private readonly record struct OnKeys(bool IsOfAll, bool IsOfAny, ActionPattern[] Values);
}
