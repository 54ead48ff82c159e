using System.Text.Json;
using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Organizations;

/// <summary>
/// A service control policy that denies all spending on Bedrock, and to change the guard, to those that it lists and to nobody else. The
/// guard rewrites it: the same callers make the same document.
/// </summary>
public static class PrincipalControlPolicy
{
    // A policy must name somebody, also while nobody is stopped.
    private const string Nobody = $"*:role{Settings.GuardSetting.PolicyPath}nobody-is-stopped";
    private const string RoleArns = "arn:*:iam::";
    private const string SessionKey = "aws:userid";
    private const string Stopped = "StoppedPrincipals";
    private const string StoppedSessions = "StoppedSessions";

    private static readonly string[] Actions = [.. ControlPolicyDocument.Spending, .. ControlPolicyDocument.Undoing];

    /// <summary>A document without regard to its greatest length, <see cref="ControlPolicyDocument.MaximumLength"/>.</summary>
    /// <param name="stopped">Such as have no <see cref="StoppedCaller.Obstacle"/>.</param>
    /// <param name="guard">What of the guard's they may not change.</param>
    public static string Document(IEnumerable<StoppedCaller> stopped, GuardResources guard)
    {
        var callers = stopped.Distinct().OrderBy(caller => caller.Principal, StringComparer.Ordinal)
            .ThenBy(caller => caller.Session, StringComparer.Ordinal).ToList();
        if (callers.Count == 0)
            return DenyDocument.Write([Stop(Stopped, Listed([Nobody]))]);
        string[] principals = [.. callers.Where(caller => caller.Session is null).Select(caller => caller.Pattern)];
        return DenyDocument.Write(
        [
            .. principals.Length == 0 ? (DenyStatement[])[] : [Stop(Stopped, Listed(principals))],
            // A statement for each role: the same session name may be somebody else's under another role.
            .. callers.Where(caller => caller.Session is not null).GroupBy(caller => caller.Principal).Select((role, i) =>
                Stop(
                    $"{StoppedSessions}{i}",
                    new DenyCondition("ArnLike", ControlPolicyDocument.Caller, [RoleArns + role.First().Pattern]),
                    new DenyCondition("StringLike", SessionKey, [.. role.Select(caller => "*:" + caller.Session)]))),
            // Of a role with a stopped session all: there is no room for the names of the sessions again.
            .. ControlPolicyDocument.Protection(guard, Listed([.. callers.Select(caller => caller.Pattern).Distinct()])),
        ]);
    }

    /// <summary>Whom a document lists; null when it is not one of these, to the letter or but for its spaces.</summary>
    /// <param name="document">As it is.</param>
    /// <param name="guard">What of the guard's it must deny to change.</param>
    public static IReadOnlySet<StoppedCaller>? Read(string document, GuardResources guard)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var callers = json.RootElement.GetProperty("Statement").EnumerateArray().SelectMany(Callers).ToHashSet();
            return IsSame(json.RootElement, Document(callers, guard)) ? callers : null;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsSame(JsonElement document, string other)
    {
        using var json = JsonDocument.Parse(other);
        return JsonElement.DeepEquals(document, json.RootElement);
    }

    private static IEnumerable<StoppedCaller> Callers(JsonElement statement)
    {
        var (sid, condition) = (statement.GetProperty("Sid").GetString() ?? "", statement.GetProperty("Condition"));
        if (sid == Stopped)
        {
            return Each(condition.GetProperty("StringLike").GetProperty(ControlPolicyDocument.Caller))
                .Where(pattern => pattern != Nobody).Select(pattern => new StoppedCaller(StoppedCaller.NameOf(pattern)));
        }

        if (!sid.StartsWith(StoppedSessions, StringComparison.Ordinal))
            return [];
        var arn = Each(condition.GetProperty("ArnLike").GetProperty(ControlPolicyDocument.Caller)).Single();
        var role = StoppedCaller.NameOf(arn[RoleArns.Length..]);
        return Each(condition.GetProperty("StringLike").GetProperty(SessionKey)).Select(session => new StoppedCaller(role, session[2..]));
    }

    private static IEnumerable<string> Each(JsonElement oneOrMany) =>
        (oneOrMany.ValueKind == JsonValueKind.Array ? oneOrMany.EnumerateArray().ToArray() : [oneOrMany])
            .Select(text => text.GetString() ?? "");

    private static DenyStatement Stop(string sid, DenyCondition whom, params DenyCondition[] also) =>
        new(sid, Actions, DenyStatement.EveryResource, whom) { Also = [.. also, ControlPolicyDocument.OfPreparedDenies] };

    // As a text and not as an ARN: the list stands three times in the document, and a name takes less room so.
    private static DenyCondition Listed(IReadOnlyList<string> principals) => new("StringLike", ControlPolicyDocument.Caller, principals);
}
