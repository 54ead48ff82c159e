using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>What a rule's parts must be to one another.</summary>
internal static class RuleChecks
{
    /// <param name="rule">Whose parts are each right.</param>
    /// <param name="fields">Where they stand.</param>
    /// <param name="reading">Takes the mistakes.</param>
    public static void Check(CountedRule rule, Dictionary<string, YamlNode> fields, PolicyReading reading)
    {
        Dimension? needed = rule.Stop switch
        {
            StopScope.Principal => Dimension.Principal,
            StopScope.Session => Dimension.Session,
            StopScope.Model => Dimension.Model,
            _ => null,
        };
        if (needed is { } dimension && !rule.Per.Contains(dimension))
        {
            reading.Problem(fields["stop"],
                $"`stop: {dimension}` needs `{dimension}` in `per`: a counter of {string.Join(" and ", rule.Per)} does not say which "
                    + $"{dimension} to stop; count per {dimension}, or `stop: account`");
        }

        if (!rule.Limit.IsSum && rule.NotifyPercents.Count > 0)
            reading.Problem(fields["notify"], "a cache-hit ratio has no percentages to tell at; allowed is `breach`");

        if (rule is { Restore: RestorePlan.After after, Stop: not StopScope.None } && after.Duration < rule.Every.Shortest)
        {
            reading.Warn(fields["restore"],
                "a counter trips once per window: after this restore nothing stops it again until the window turns; `restore: window` "
                    + "does");
        }
    }

    /// <summary>The same of a rule that is bound to a budget.</summary>
    public static void CheckBudget(RuleParts rule, Dictionary<string, YamlNode> fields, PolicyReading reading)
    {
        if (fields.TryGetValue("every", out var every))
            reading.Problem(every, "a rule bound to a budget has no `every`: the budget has its own period");
        if (fields.TryGetValue("per", out var per) && rule.Per is not [{ Kind: DimensionKind.Account }])
            reading.Problem(per, "a budget does not say who spent it; allowed is `per: account`");
        if (rule.Match.FirstOrDefault(match => match.Field.Kind != DimensionKind.Account) is { } match)
            reading.Problem(fields["match"], $"a budget does not tell `{match.Field}` apart; allowed is `account`");
        if (rule.Stop is not (StopScope.Account or StopScope.None))
            reading.Problem(fields["stop"], "a budget does not say who spent it; allowed: account, none");
        if (rule.Restore is RestorePlan.AtWindowTurn)
        {
            reading.Problem(
                fields["restore"], "a rule bound to a budget has no window to turn; allowed: manual, or a duration such as `2h`");
        }

        if (rule.NotifyPercents.Count > 0)
            reading.Problem(fields["notify"], "AWS tells of a budget once, when it is crossed; allowed is `breach`, and `at` in the limit");
        if (fields.TryGetValue("brake", out var brake))
            reading.Problem(brake, "a rule bound to a budget has no `brake`: AWS says when it is crossed");
    }
}
