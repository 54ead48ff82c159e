using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads one rule.</summary>
internal static class RuleReader
{
    /// <summary>
    /// The rule, its id and where that stands; no rule when something that it needs is missing or wrong, an empty id when that is.
    /// </summary>
    public static (Rule? Rule, string Id, YamlNode At) Read(YamlNode node, PolicyReading reading)
    {
        if (reading.Fields(node, "a rule", Vocabulary.RuleKeys) is not { } fields)
            return (null, "", node);
        var before = reading.Problems.Count;
        var name = fields.TryGetValue("id", out var id) && PolicyReading.Text(id) is { Length: > 0 and < 80 } text
            ? $"rule `{text}`"
            : "this rule";
        foreach (var key in Vocabulary.RequiredRuleKeys.Where(key => !fields.ContainsKey(key)))
            reading.Problem(node, $"{name} lacks `{key}`, which is required");

        var wrong = new HashSet<string>();
        var stopped = fields.GetValueOrDefault("stop");
        var limit = Part("limit", null, node => LimitReader.Read(node, reading));
        var parts = new RuleParts
        {
            Id = Part("id", "", node => Id(node, reading)),
            Match = Part("match", [], node => MatchReader.Read(node, reading)),
            Per = Part("per", [Dimension.Account], node => Per(node, reading)),
            Every = Part("every", null, node => Every(node, reading)),
            Stop = Part("stop", default, node => reading.OneOf(node, "something to stop", Vocabulary.Stops) ?? default),
            Escalate = Part("escalate", default, node =>
                reading.OneOf(node, "what becomes of a stop that a gateway does not honour", Vocabulary.Escalations) ?? default),
            Deny = Part("deny", null, node => DenyReader.Read(node, reading)),
            Approval = Part("approval", default, node => reading.OneOf(node, "a way to approve", Vocabulary.Approvals) ?? default),
            Restore = Part("restore", new RestorePlan.Manual(), node => Restore(node, reading)),
            Unpriced = Part("unpriced", default, node =>
                reading.OneOf(node, "what becomes of a stop for models without a price", Vocabulary.UnpricedStops) ?? default),
            Estimated = Part("estimated", default, node =>
                reading.OneOf(node, "what becomes of a stop that rests on estimates", Vocabulary.EstimatedStops) ?? default),
            Brake = Part("brake", default, node => reading.OneOf(node, "a brake", Vocabulary.Brakes) ?? default),
        };
        parts = Part("notify", parts, node => Notify(node, parts, reading));
        parts = parts with { Exceptions = Part("exceptions", [], node => ExceptionReader.Read(node, parts, limit, wrong, reading)) };
        if (limit is RuleLimit.Counted && !fields.ContainsKey("every"))
        {
            reading.Problem(node,
                $"{name} lacks `every`, which is required; allowed: {string.Join(", ", Vocabulary.Units.Keys)}, or `{{ rolling: 30m }}`");
        }

        new RuleChecks(parts, fields, wrong, reading).Check(limit);
        var rule = reading.Problems.Count > before ? null : limit switch
        {
            RuleLimit.Counted { Limit: var counted } => Counted(parts, counted),
            RuleLimit.Budget budget => Budget(parts, budget),
            _ => (Rule?)null,
        };
        if (rule is not null && stopped is not null)
            reading.Stops.Add(new WrittenStop(rule.Id, stopped.Start.Line, stopped.Start.Column));
        return (rule, parts.Id, id ?? node);

        T Part<T>(string key, T without, Func<YamlNode, T> read)
        {
            if (!fields.TryGetValue(key, out var node))
                return without;
            var problems = reading.Problems.Count;
            var part = read(node);
            if (reading.Problems.Count > problems)
                wrong.Add(key);
            return part;
        }
    }

    private static CountedRule Counted(RuleParts parts, Limit limit) => new()
    {
        Id = parts.Id,
        Match = parts.Match,
        Per = parts.Per,
        Limit = limit,
        Every = parts.Every ?? throw new InvalidOperationException("a rule without a window has a problem"),
        NotifyPercents = parts.NotifyPercents,
        NotifyBreach = parts.NotifyBreach,
        Stop = parts.Stop,
        Deny = parts.Deny,
        Escalate = parts.Escalate,
        Approval = parts.Approval,
        Restore = parts.Restore,
        Brake = parts.Brake,
        Unpriced = parts.Unpriced,
        Estimated = parts.Estimated,
        Exceptions = parts.Exceptions,
    };

    private static BudgetRule Budget(RuleParts parts, RuleLimit.Budget budget) => new()
    {
        Id = parts.Id,
        Match = parts.Match,
        Budget = budget.Name,
        AtPercent = budget.AtPercent,
        NotifyBreach = parts.NotifyBreach,
        Stop = parts.Stop,
        Deny = parts.Deny,
        Escalate = parts.Escalate,
        Approval = parts.Approval,
        Restore = parts.Restore,
    };

    private static string Id(YamlNode node, PolicyReading reading)
    {
        if (PolicyReading.Text(node) is { Length: > 0 and <= Vocabulary.LongestId } id
            && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            return id;
        }

        reading.Problem(node,
            $"{PolicyReading.Quoted(node)} is not an id; allowed are 1 to {Vocabulary.LongestId} lower-case letters, digits and hyphens");
        return "";
    }

    private const string TagWords = "tag:KEY, principalTag:KEY, profileTag:KEY";

    private static List<Dimension> Per(YamlNode node, PolicyReading reading)
    {
        var per = new List<Dimension>();
        foreach (var item in PolicyReading.Items(node))
        {
            if (PolicyReading.Text(item)?.Split(':', 2) is [var kind, { Length: > 0 } key]
                && Vocabulary.TagsOfPer.TryGetValue(kind, out var of))
            {
                Add(item, of(key));
            }
            else if (PolicyReading.Text(item)?.Split('.', 2) is [var dotted and ("principalTag" or "profileTag"), var named])
            {
                reading.Problem(item, $"under `per` a tag is written with a colon: `{dotted}:{(named.Length == 0 ? "KEY" : named)}`");
            }
            else if (reading.OneOf(item, "something to count by", Vocabulary.Dimensions, TagWords) is { } dimension)
            {
                Add(item, dimension);
            }
        }

        if (node is YamlSequenceNode { Children.Count: 0 })
            reading.Problem(node, "an empty list is nothing to count by; leave `per` out to count by account");
        return per;

        void Add(YamlNode item, Dimension dimension)
        {
            if (per.Contains(dimension))
                reading.Problem(item, $"`{dimension}` stands twice");
            per.Add(dimension);
        }
    }

    private static Every? Every(YamlNode node, PolicyReading reading)
    {
        if (node is not YamlMappingNode)
        {
            if (PolicyReading.Text(node) is { } text && Vocabulary.Units.TryGetValue(text, out var unit))
                return new Every.Calendar(unit);
            reading.Problem(node,
                $"{PolicyReading.Quoted(node)} is not a window; allowed: {string.Join(", ", Vocabulary.Units.Keys)}, or `{{ rolling: "
                + $"30m }}`");
            return null;
        }

        if (reading.Fields(node, "a window", Vocabulary.EveryKeys) is not { } fields)
            return null;
        if (fields.TryGetValue("rolling", out var duration))
            return reading.Duration(duration, "a duration") is { } length ? new Every.Rolling(length) : null;
        reading.Problem(node, "this window lacks `rolling`; allowed is `{ rolling: 30m }`");
        return null;
    }

    private static RestorePlan Restore(YamlNode node, PolicyReading reading)
    {
        switch (PolicyReading.Text(node))
        {
            case "manual": return new RestorePlan.Manual();
            case "window": return new RestorePlan.AtWindowTurn();
            default:
                if (PolicyReading.Text(node) is [>= '0' and <= '9', ..])
                {
                    return reading.Duration(node, "a duration") is { } duration
                        ? new RestorePlan.After(duration)
                        : new RestorePlan.Manual();
                }

                reading.Problem(
                    node, $"{PolicyReading.Quoted(node)} is not a way to restore; allowed: manual, window, or a duration such as `2h`");
                return new RestorePlan.Manual();
        }
    }

    private static RuleParts Notify(YamlNode node, RuleParts rule, PolicyReading reading)
    {
        var (percents, breach) = (new SortedSet<int>(), false);
        foreach (var item in PolicyReading.Items(node))
        {
            if (PolicyReading.Text(item) == "breach")
            {
                if (breach)
                    reading.Problem(item, "`breach` stands twice");
                breach = true;
            }
            else if (PolicyReading.Text(item) is [.., '%'])
            {
                if (reading.Percent(item, "a level to tell at", 99) is { } percent && !percents.Add(percent))
                    reading.Problem(item, $"`{percent}%` stands twice");
            }
            else
            {
                reading.Problem(
                    item, $"{PolicyReading.Quoted(item)} is not a level to tell at; allowed: percentages from 1% to 99%, and `breach`");
            }
        }

        return rule with { NotifyPercents = [.. percents], NotifyBreach = breach };
    }
}
