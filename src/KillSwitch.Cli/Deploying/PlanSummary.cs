using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Deploying;

/// <summary>A plan in a few sentences, which stand right before the question.</summary>
internal static class PlanSummary
{
    public static IEnumerable<string> Of(StackPlan plan)
    {
        var kinds = plan.Changes.GroupBy(one => one.Action switch
        {
            "Add" => "added",
            "Remove" => "removed",
            "Modify" when one.Replacement == "True" => "replaced by another",
            _ => "changed",
        }).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{Counted.Of(kind.Count(), "resource")} {kind.Key}").ToList();
        if (kinds.Count > 0)
            yield return $"In short: {string.Join(", ", kinds)}.";
        var powerful = NewPermissions.Powerful(plan).ToList();
        if (powerful.Count > 0)
            yield return $"What can grant or deny comes to: {string.Join(", ", powerful)}.";
        if (plan.Options.FirstOrDefault(one => one is { Name: "email", After.Length: > 0 }) is { After: { } email })
            yield return $"AWS writes to {email}, and nothing is sent there until that is confirmed.";
    }
}
