using System.Text.Json;
using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Organizations;

/// <summary>
/// A service control policy that denies all spending on Bedrock to those that it lists, and to nobody else. The guard rewrites it: the
/// same callers make the same document.
/// </summary>
public static class PrincipalControlPolicy
{
    // A policy must name somebody, also while nobody is stopped.
    private const string Nobody = $"arn:*:iam::*:role{Settings.GuardSetting.PolicyPath}nobody-is-stopped";
    private const string SessionKey = "aws:userid";

    private static readonly string[] Actions =
    [
        .. ControlPolicyDocument.Spending,
        .. StopProtection.Statements.Single(statement => statement.Sid == "TurnInvocationLoggingOff").Actions,
        .. ControlPolicyDocument.Lifting,
    ];

    /// <summary>A document without regard to its greatest length, <see cref="ControlPolicyDocument.MaximumLength"/>.</summary>
    /// <param name="stopped">Such as have no <see cref="StoppedCaller.Obstacle"/>.</param>
    public static string Document(IEnumerable<StoppedCaller> stopped)
    {
        var callers = stopped.Distinct().OrderBy(caller => caller.Principal, StringComparer.Ordinal)
            .ThenBy(caller => caller.Session, StringComparer.Ordinal).ToList();
        string[] principals = [.. callers.Where(caller => caller.Session is null).SelectMany(caller => caller.Arns).DefaultIfEmpty(Nobody)];
        return DenyDocument.Write(
        [
            Statement("StoppedPrincipals", principals, null),
            // A statement for each role: the same session name may be somebody else's under another role.
            .. callers.Where(caller => caller.Session is not null).GroupBy(caller => caller.Principal).Select((role, i) =>
                Statement($"StoppedSessions{i}", role.First().Arns, [.. role.Select(caller => "*:" + caller.Session)])),
        ]);
    }

    /// <summary>Whom a document lists; null when it is not one of these, to the letter or but for its spaces.</summary>
    public static IReadOnlySet<StoppedCaller>? Read(string document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var callers = json.RootElement.GetProperty("Statement").EnumerateArray().SelectMany(Callers).ToHashSet();
            return IsSame(json.RootElement, Document(callers)) ? callers : null;
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
        var condition = statement.GetProperty("Condition");
        var principals = Each(condition.GetProperty("ArnLike").GetProperty(ControlPolicyDocument.Caller))
            .Where(arn => arn != Nobody && !arn.Contains("/*/", StringComparison.Ordinal))
            .Select(arn => arn.StartsWith("arn:*:iam::*:", StringComparison.Ordinal) ? arn["arn:*:iam::*:".Length..] : arn);
        return condition.TryGetProperty("StringLike", out var sessions)
            ? principals.SelectMany(
                _ => Each(sessions.GetProperty(SessionKey)), (principal, session) => new StoppedCaller(principal, session[2..]))
            : principals.Select(principal => new StoppedCaller(principal));
    }

    private static IEnumerable<string> Each(JsonElement oneOrMany) =>
        (oneOrMany.ValueKind == JsonValueKind.Array ? oneOrMany.EnumerateArray().ToArray() : [oneOrMany])
            .Select(text => text.GetString() ?? "");

    private static DenyStatement Statement(string sid, IReadOnlyList<string> principals, IReadOnlyList<string>? sessions) => new(
        sid,
        Actions,
        DenyStatement.EveryResource,
        new DenyCondition("ArnLike", ControlPolicyDocument.Caller, principals),
        sessions is null ? null : new DenyCondition("StringLike", SessionKey, sessions));
}
