using System.Text.Json;
using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Organizations;

/// <summary>
/// A service control policy that denies all spending on Bedrock to everyone in an account but those that it leaves out, and to change the
/// guard to everyone but them, the guard itself and who works on it. Written at the deployment, and at run time only attached and detached.
/// </summary>
public static class AccountControlPolicy
{
    // What stays allowed there.
    private static readonly string[] Writing =
    [
        "logs:CreateLogStream", "logs:PutLogEvents",
        .. GuardDeny.Reading.Where(action => action.StartsWith("logs:", StringComparison.Ordinal)),
    ];

    /// <param name="exempt">Who is left out: <c>role/NAME</c>, <c>user/NAME</c>, <c>root</c>, with <c>*</c>.</param>
    /// <param name="guard">What is the guard's. Its own roles lift the stop again: they may not spend, and may do the rest.</param>
    /// <param name="operators">
    /// Who works on the guard, CloudFormation's role among them, as <c>role/NAME</c> and <c>user/NAME</c>: they may not spend, and may do
    /// the rest. Null where that is not known: then only the prepared denies are kept from change.
    /// </param>
    /// <exception cref="ArgumentException">An exemption is none of these, or there are more than the policy holds.</exception>
    public static string Document(IReadOnlyCollection<string> exempt, GuardResources guard, IReadOnlyCollection<string>? operators)
    {
        string[] spared = [.. exempt.Select(ExemptionCoverage.Arn)];
        var others = Unless(
            [.. spared, ExemptionCoverage.Arn($"role/{guard.Prefix}*"), .. (operators ?? []).Select(ExemptionCoverage.Arn)]);
        var document = DenyDocument.Write(
        [
            new("SpendOnBedrock", ControlPolicyDocument.Spending, DenyStatement.EveryResource, spared.Length > 0 ? Unless(spared) : null),
            new("LetTheStoppedGo", ControlPolicyDocument.Undoing, DenyStatement.EveryResource, others)
            {
                Also = [ControlPolicyDocument.OfPreparedDenies],
            },
            .. ControlPolicyDocument.Protection(operators is null ? null : guard with { LogGroup = null }, others),
            // Into a group of somebody else's Bedrock writes with a role of theirs, which nobody named here.
            .. operators is null || guard.LogGroups is not { Length: > 0 } theirs ? (DenyStatement[])[]
                : [new("ChangeTheLogGroup", Writing, theirs, others) { IsAllBut = true }],
        ]);
        return document.Length <= ControlPolicyDocument.MaximumLength
            ? document
            : throw new ArgumentException(
                $"{exempt.Count} exemptions and {operators?.Count ?? 0} operators are more than a service control policy holds",
                nameof(exempt));
    }

    /// <summary>
    /// Why a policy must not be attached for a stop of the account, as one sentence; null where it may. INVARIANT (never an innocent).
    /// </summary>
    /// <param name="document">The policy as it is.</param>
    /// <param name="exempt">Whom the guard's own policy exempts.</param>
    /// <param name="account">Whose account.</param>
    public static string? Objection(string document, IEnumerable<string> exempt, string account)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var denies = Each(json.RootElement.GetProperty("Statement"))
                .Where(statement => statement.GetProperty("Effect").GetString() == "Deny").ToList();
            var spending = denies.Where(IsUnconditional).SelectMany(statement => Texts(statement, "Action"))
                .Select(action => new ActionPattern(action)).ToList();
            if (ControlPolicyDocument.Spending.FirstOrDefault(
                action => !spending.Exists(pattern => pattern.Covers(new ActionPattern(action)))) is { } open)
            {
                return $"it does not deny `{open}`";
            }

            return exempt.FirstOrDefault(
                one => !denies.All(statement => ExemptionCoverage.Covers(Spared(statement), one, account))) is { } innocent
                ? $"it does not leave out `{innocent}`, which is exempt: deploy with `-c scpExempt={innocent}` among the others"
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "it cannot be read";
        }
    }

    private static DenyCondition Unless(IReadOnlyList<string> patterns) => new("ArnNotLike", ControlPolicyDocument.Caller, patterns);

    // Denies whoever is not left out, on everything.
    private static bool IsUnconditional(JsonElement statement) =>
        statement.TryGetProperty("Resource", out _) && Texts(statement, "Resource").Contains("*")
        && (!statement.TryGetProperty("Condition", out var condition) || condition.EnumerateObject().All(test =>
            test.NameEquals("ArnNotLike") && test.Value.EnumerateObject().All(key => key.NameEquals(ControlPolicyDocument.Caller))));

    private static List<string> Spared(JsonElement statement) =>
        statement.TryGetProperty("Condition", out var condition) && condition.TryGetProperty("ArnNotLike", out var unless)
            && unless.TryGetProperty(ControlPolicyDocument.Caller, out _)
            ? Texts(unless, ControlPolicyDocument.Caller)
            : [];

    private static List<string> Texts(JsonElement parent, string name) =>
        [.. Each(parent.GetProperty(name)).Select(text => text.GetString() ?? throw new JsonException("a text is null"))];

    // One stands for a list of one.
    private static JsonElement[] Each(JsonElement oneOrMany) =>
        oneOrMany.ValueKind == JsonValueKind.Array ? [.. oneOrMany.EnumerateArray()] : [oneOrMany];
}
