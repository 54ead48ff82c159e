using System.Diagnostics.CodeAnalysis;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>What a rule's parts must be to one another, as far as each of them is right.</summary>
/// <param name="parts">The rule, as read.</param>
/// <param name="fields">Where its parts stand.</param>
/// <param name="wrong">The keys of those that are wrong themselves.</param>
/// <param name="reading">Takes the mistakes.</param>
internal sealed class RuleChecks(
    RuleParts parts, Dictionary<string, YamlNode> fields, HashSet<string> wrong, PolicyReading reading)
{
    private const string NoProject = "a project is known of calls of the mantle endpoint alone, and only where the deployment says "
        + "`-c mantleCallers=true`; of all others it is `(none)`";

    /// <param name="limit">Null where none can be read.</param>
    public void Check(RuleLimit? limit)
    {
        if (limit is RuleLimit.Budget)
            CheckBudget();
        else if (limit is RuleLimit.Counted counted)
            CheckCounted(counted.Limit);
        else if (!fields.TryGetValue("limit", out var node) || !NamesBudget(node))
            CheckStop();
        CheckDeny();
        CheckEscalate();
        if (parts.Per.Contains(Dimension.Project) && Stands("per", out var per))
            reading.Warn(per, NoProject);
        if (parts.Match.Any(match => match.Field == Dimension.Project && !match.AnyOf.Any(glob => glob.Matches(Missing.Value)))
            && Stands("match", out var match))
        {
            reading.Warn(match, NoProject);
        }

        if (limit is not (null or RuleLimit.Counted { Limit: Limit.Spend }) && Stands("unpriced", out var unpriced))
            reading.Warn(unpriced, "`unpriced` changes nothing here: only a limit in `usd` is counted by prices");
        CheckEstimated(limit);
    }

    private void CheckEstimated(RuleLimit? limit)
    {
        if (!Stands("estimated", out var estimated))
            return;
        var why = limit switch
        {
            RuleLimit.Budget => "AWS counts a budget",
            RuleLimit.Counted { Limit: Limit.CallCount } => "calls are counted one by one",
            RuleLimit.Counted when !wrong.Contains("per") && !wrong.Contains("match")
                && !CountedRule.TellCallersApart(parts.Per, parts.Match) => "what several callers share is exact for all of them together",
            _ => null,
        };
        if (why is not null)
            reading.Warn(estimated, "`estimated` changes nothing here: " + why);
    }

    private void CheckDeny()
    {
        if (!fields.TryGetValue("deny", out var deny) || !Stands("stop", out _))
            return;
        if (parts.Stop == StopScope.Session)
        {
            reading.Problem(deny,
                "`stop: session` takes no models away: IAM knows sessions and models by one list each, and every session on the one would "
                + "lose every model on the other; `deny` goes with `stop: principal`, `stop: principals` and `stop: account`");
        }
        else if (parts.Stop == StopScope.Model)
        {
            reading.Problem(deny,
                "`stop: model` takes away the model that is counted; `deny` goes with `stop: principal`, `stop: principals` and "
                + "`stop: account`");
        }
        else if (parts.Stop == StopScope.Tag)
        {
            reading.Problem(deny,
                "`stop: tag` is carried out by gateways, which refuse whole calls; `deny` goes with `stop: principal`, `stop: principals` "
                + "and `stop: account`");
        }
        else if (parts.Stop == StopScope.None)
        {
            reading.Problem(deny, "`stop: none` takes nothing away: leave `deny` out, or say whom to stop");
        }
    }

    private void CheckEscalate()
    {
        if (Stands("escalate", out var escalate) && Stands("stop", out _) && parts.Stop != StopScope.Tag)
        {
            reading.Problem(escalate,
                "`escalate` goes with `stop: tag`: every other stop that does not hold gives way to a wider one by itself");
        }
    }

    private void CheckCounted(Limit limit)
    {
        CheckStop();
        if (!limit.IsSum && parts.NotifyPercents.Count > 0)
            reading.Problem(fields["notify"], "a cache-hit ratio has no percentages to tell at; allowed is `breach`");

        if (parts is { Restore: RestorePlan.After after, Stop: not StopScope.None, Every: { } every } && after.Duration < every.Shortest
            && Stands("restore", out var restore))
        {
            reading.Warn(restore,
                "a counter trips once per window: after this restore nothing stops it again until the window turns; `restore: window` "
                    + "does");
        }
    }

    /// <summary>What is stopped is something that the counter tells apart.</summary>
    private void CheckStop()
    {
        if (parts.Stop == StopScope.Principals && CheckCarriers())
            return;
        Dimension? needed = parts.Stop switch
        {
            StopScope.Principal => Dimension.Principal,
            StopScope.Session => Dimension.Session,
            StopScope.Model => Dimension.Model,
            _ => null,
        };
        if (parts.Stop == StopScope.Tag && Stands("stop", out var tagged) && !wrong.Contains("per")
            && parts.Per.Count(one => one.Kind == DimensionKind.Tag) != 1)
        {
            reading.Problem(tagged, "`stop: tag` needs one `tag:KEY` in `per`: which tag to stop is what the counter says");
            return;
        }

        CheckUntagged();

        if (needed is { } dimension && !parts.Per.Contains(dimension) && Stands("stop", out var stop) && !wrong.Contains("per"))
        {
            reading.Problem(stop,
                $"`stop: {dimension}` needs `{dimension}` in `per`: a counter of {string.Join(" and ", parts.Per)} does not say which "
                    + $"{dimension} to stop; count per {dimension}, or `stop: account`");
        }
        else if (Stands("stop", out var wide) && !wrong.Contains("per") && !wrong.Contains("match")
            && StopReach.Warning(parts.Stop, parts.Per, [.. parts.Match.Select(match => match.Field)], parts.Deny) is { } warning)
        {
            reading.Warn(wide, warning);
        }
    }

    // What passes no gateway bears no tag either, and no gateway can refuse it.
    private void CheckUntagged()
    {
        if (parts.Stop != StopScope.Tag || !Stands("stop", out var stop) || wrong.Contains("per") || wrong.Contains("match")
            || wrong.Contains("exceptions") || parts.Per.FirstOrDefault(one => one.Kind == DimensionKind.Tag) is not { TagKey: { } key } tag
            || parts.Match.Any(match => match.Field.Kind == DimensionKind.Principal) || !CountsThoseWithout(tag))
        {
            return;
        }

        reading.Warn(stop,
            $"every call without the tag `{key}` shares the counter `(none)`, also those that pass no gateway, which no gateway refuses; "
                + $"an exception `{{ match: {{ tags.{key}: \"(none)\" }}, limit: none }}` leaves them out");
    }

    // True where more need not be said.
    private bool CheckCarriers()
    {
        if (!Stands("stop", out var stop) || wrong.Contains("per"))
            return true;
        switch (parts.Per.Where(dimension => dimension.Kind == DimensionKind.PrincipalTag).ToList())
        {
            case []:
                reading.Problem(stop,
                    $"`stop: principals` needs `principalTag:KEY` in `per`: a counter of {string.Join(" and ", parts.Per)} does not say "
                        + "who shares it; count per principalTag:KEY, or `stop: account`");
                return true;
            case [var tag]:
                if (!wrong.Contains("match") && !wrong.Contains("exceptions") && CountsThoseWithout(tag))
                {
                    reading.Warn(stop,
                        $"whoever lacks the tag `{tag.TagKey}` shares the counter `(none)` and is stopped with it; an exception "
                            + $"`{{ match: {{ principalTag.{tag.TagKey}: \"(none)\" }}, limit: none }}` leaves them out, as `match: {{ "
                            + $"principalTag.{tag.TagKey}: … }}` does");
                }

                return false;
            case var several:
                reading.Problem(stop,
                    $"`stop: principals` stops those who carry one tag, and this counts by {string.Join(" and ", several)}; count by one "
                        + "of them");
                return true;
        }
    }

    private bool CountsThoseWithout(Dimension tag) =>
        parts.Match.Where(match => match.Field == tag).All(match => match.AnyOf.Any(glob => glob.Matches(Missing.Value)))
        && !parts.Exceptions.Any(exception => exception.Limit is null
            && exception.Match.All(match => match.Field == tag && match.AnyOf.Any(glob => glob.Matches(Missing.Value))));

    /// <summary>The same of a rule that is bound to a budget.</summary>
    private void CheckBudget()
    {
        if (fields.TryGetValue("every", out var every))
            reading.Problem(every, "a rule bound to a budget has no `every`: the budget has its own period");
        if (Stands("per", out var per) && parts.Per is not [{ Kind: DimensionKind.Account }])
            reading.Problem(per, "a budget does not say who spent it; allowed is `per: account`");
        if (parts.Match.FirstOrDefault(match => match.Field.Kind != DimensionKind.Account) is { } match)
            reading.Problem(fields["match"], $"a budget does not tell `{match.Field}` apart; allowed is `account`");
        if (Stands("stop", out var stop) && parts.Stop is not (StopScope.Account or StopScope.None))
            reading.Problem(stop, "a budget does not say who spent it; allowed: account, none");
        if (Stands("restore", out var restore) && parts.Restore is RestorePlan.AtWindowTurn)
            reading.Problem(restore, "a rule bound to a budget has no window to turn; allowed: manual, or a duration such as `2h`");
        if (parts.NotifyPercents.Count > 0)
            reading.Problem(fields["notify"], "AWS tells of a budget once, when it is crossed; allowed is `breach`, and `at` in the limit");
        if (fields.TryGetValue("brake", out var brake))
            reading.Problem(brake, "a rule bound to a budget has no `brake`: AWS says when it is crossed");
    }

    private static bool NamesBudget(YamlNode limit) =>
        limit is YamlMappingNode mapping
        && mapping.Children.Keys.Any(key => PolicyReading.Text(key) is { } text && UnitText.Find(text) is Unit.Budget);

    private bool Stands(string key, [NotNullWhen(true)] out YamlNode? node) => fields.TryGetValue(key, out node) && !wrong.Contains(key);
}
