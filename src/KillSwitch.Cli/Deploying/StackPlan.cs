using KillSwitch.Aws.Deploying;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>What a deployment changes of one stack.</summary>
/// <param name="Stack">Its name.</param>
/// <param name="Region">Where it is.</param>
/// <param name="IsNew">It is made.</param>
/// <param name="Options">Those whose values change: the one that was, null for none, and the one that will be.</param>
/// <param name="Gained">Permissions that come.</param>
/// <param name="Lost">Permissions that go.</param>
/// <param name="Changes">By resource.</param>
internal sealed record StackPlan(
    string Stack, string Region, bool IsNew, IReadOnlyList<(string Name, string? Before, string After)> Options,
    IReadOnlyList<PermissionEntry> Gained, IReadOnlyList<PermissionEntry> Lost, IReadOnlyList<PlannedChange> Changes)
{
    /// <summary>The id of the account that it is in; empty where that is not known.</summary>
    public string Account { get; init; } = "";

    /// <param name="stack">Where it is.</param>
    /// <param name="changes">Of CloudFormation.</param>
    /// <param name="before">What there is, with its values; null for nothing.</param>
    /// <param name="after">What there will be, with its values.</param>
    /// <param name="account">The account's id and what its region is in, by <c>AWS::AccountId</c> and the like.</param>
    public static StackPlan Of(
        StackInRegion stack, ChangeSet changes, (StackTemplate Template, IReadOnlyDictionary<string, string> Values)? before,
        (StackTemplate Template, IReadOnlyList<StackValue> Values) after, IReadOnlyDictionary<string, string> account)
    {
        var next = after.Values.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
        var had = before is { } old ? PermissionEntry.All(old.Template, With(old.Values)) : [];
        var will = PermissionEntry.All(after.Template, With(next));
        return new StackPlan(
            stack.Name, stack.Region, changes.IsNew,
            [.. next.Where(one => !after.Template.Filled.ContainsKey(one.Key))
                .Select(one => (one.Key, Before: before?.Values.GetValueOrDefault(one.Key), After: one.Value))
                .Where(one => one.After != (one.Before ?? after.Template.Parameters[one.Key].Default ?? ""))],
            PermissionEntry.Beyond(will, had), PermissionEntry.Beyond(had, will), changes.Changes)
        {
            Account = account.GetValueOrDefault("AWS::AccountId", ""),
        };

        Dictionary<string, string> With(IReadOnlyDictionary<string, string> values)
        {
            var all = new Dictionary<string, string>(values, StringComparer.Ordinal)
            {
                ["AWS::Region"] = stack.Region,
                ["AWS::StackName"] = stack.Name,
            };
            foreach (var (name, value) in account)
                all[name] = value;
            return all;
        }
    }
}
