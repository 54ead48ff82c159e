using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads a rule's <c>exceptions</c>: other limits for some of its counters.</summary>
internal static class ExceptionReader
{
    /// <param name="node">What stands there.</param>
    /// <param name="rule">What the rule says else.</param>
    /// <param name="limit">The rule's; null where it cannot be read.</param>
    /// <param name="wrong">The keys of the rule that are wrong themselves.</param>
    /// <param name="reading">Takes the mistakes.</param>
    public static List<LimitOverride> Read(
        YamlNode node, RuleParts rule, RuleLimit? limit, IReadOnlySet<string> wrong, PolicyReading reading)
    {
        var exceptions = new List<LimitOverride>();
        if (limit is RuleLimit.Budget)
        {
            reading.Problem(node, "a rule bound to a budget has no `exceptions`: the budget does not say who spent it");
            return exceptions;
        }

        if (node is not YamlSequenceNode list)
        {
            reading.Problem(node, $"{PolicyReading.Quoted(node)} is no list of exceptions; allowed is a list of `{{ match, limit }}`");
            return exceptions;
        }

        var read = new List<(YamlNode Node, LimitOverride Exception)>();
        foreach (var item in list.Children)
        {
            if (One(item, rule, (limit as RuleLimit.Counted)?.Limit, wrong.Contains("per"), reading) is not { } exception)
                continue;
            if (exceptions.Exists(earlier => FieldMatch.AreSame(earlier.Match, exception.Match)))
                reading.Problem(item, "this exception matches the same as one above it, which is tried first");
            else
                Advise(item, exception, read, wrong.Contains("match") ? [] : rule.Match, reading);
            exceptions.Add(exception);
            read.Add((item, exception));
        }

        return exceptions;
    }

    // Only what is sure by the forms of the patterns.
    private static void Advise(
        YamlNode node, LimitOverride exception, List<(YamlNode Node, LimitOverride Exception)> earlier, IReadOnlyList<FieldMatch> counted,
        PolicyReading reading)
    {
        if (exception.Match.FirstOrDefault(one => counted.Any(match => MatchRelation.AreApart(match, one))) is { } apart)
        {
            reading.Warn(node, $"this exception changes nothing: the rule's `match` counts no `{apart.Field}` that it is for");
        }
        else if (earlier.Find(one => MatchRelation.Covers(one.Exception.Match, exception.Match)).Node is { } first)
        {
            reading.Warn(
                node, $"this exception changes nothing: the one in line {first.Start.Line} takes in all of it, and is tried first");
        }
    }

    private static LimitOverride? One(YamlNode node, RuleParts rule, Limit? limit, bool isPerWrong, PolicyReading reading)
    {
        if (reading.Fields(node, "an exception", Vocabulary.ExceptionKeys) is not { } fields)
            return null;
        foreach (var key in Vocabulary.ExceptionKeys.Where(key => !fields.ContainsKey(key)))
            reading.Problem(node, $"this exception lacks `{key}`; allowed is `{{ match: …, limit: … }}`, or `limit: none`");
        if (!fields.TryGetValue("match", out var matchNode) || !fields.TryGetValue("limit", out var limitNode))
            return null;

        var before = reading.Problems.Count;
        var match = MatchReader.Read(matchNode, reading);
        if (match.Count == 0 && reading.Problems.Count == before)
            reading.Problem(matchNode, "an exception for everybody is the rule's own limit; say whom it is for");
        if (!isPerWrong)
            CheckFields(match, matchNode, rule, reading);
        var own = PolicyReading.Text(limitNode) == "none" ? null : LimitReader.Read(limitNode, reading);
        if (own is RuleLimit.Budget
            || (own is RuleLimit.Counted { Limit: var counted } && limit is not null && counted.Unit != limit.Unit))
        {
            reading.Problem(limitNode, limit is null
                ? "an exception is not bound to a budget"
                : $"the limit of this exception is in another unit than the rule's, which is `{UnitText.Of(limit.Unit)}`");
        }

        return reading.Problems.Count > before ? null : new LimitOverride(match, (own as RuleLimit.Counted)?.Limit);
    }

    // It is tried on what a counter tells of itself.
    private static void CheckFields(List<FieldMatch> match, YamlNode at, RuleParts rule, PolicyReading reading)
    {
        var told = ScopeText.Dimensions(rule.Per);
        foreach (var one in match)
        {
            if (!told.Contains(one.Field))
            {
                reading.Problem(at,
                    $"an exception is for counters, and one of {string.Join(" and ", rule.Per)} does not say which `{one.Field}`; add "
                    + $"`{one.Field}` to `per`, or make it a rule of its own with a `match`");
            }
            else if (new FieldPatterns(one).IsByRoute)
            {
                reading.Problem(at, one.Field.Kind == DimensionKind.Profile
                    ? "a counter says the profile's name, and not its id or ARN; write the name"
                    : "a counter says which model was called, and not by which profile or from where; name the model");
            }
        }
    }
}
