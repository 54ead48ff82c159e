using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads a rule's <c>limit</c>: exactly one.</summary>
internal static class LimitReader
{
    private const decimal MostDollars = 1_000_000_000_000m;

    /// <summary>What is counted, or the budget that a rule is bound to; null where it is neither.</summary>
    public static RuleLimit? Read(YamlNode node, PolicyReading reading)
    {
        if (reading.Fields(node, "a limit", Vocabulary.LimitKeys) is not { } fields)
            return null;
        if (fields.Count != 1)
        {
            // A misspelt key has been told already.
            if (fields.Count > 1 || node is YamlMappingNode { Children.Count: 0 })
                reading.Problem(node, $"a limit is exactly one of {string.Join(", ", Vocabulary.LimitKeys)}, and here are {fields.Count}");
            return null;
        }

        var (key, value) = fields.First();
        if (UnitText.Find(key) is Unit.Budget)
            return Budget(value, reading);
        return Counted(UnitText.Find(key)!.Value, value, reading) is { } limit ? new RuleLimit.Counted(limit) : null;
    }

    private static Limit? Counted(Unit unit, YamlNode value, PolicyReading reading)
    {
        return unit switch
        {
            Unit.Usd => reading.Amount(value, "an amount of dollars", MostDollars, "a number above zero") is { } usd
                ? new Limit.Spend(new Usd(usd))
                : null,
            Unit.Calls => reading.Count(value, "a number of calls") is { } calls ? new Limit.CallCount(calls) : null,
            Unit.InputTokens => Tokens() is { } count ? new Limit.InputTokens(count) : null,
            Unit.UncachedInputTokens => Tokens() is { } count ? new Limit.UncachedInputTokens(count) : null,
            Unit.OutputTokens => Tokens() is { } count ? new Limit.OutputTokens(count) : null,
            Unit.Tokens => Tokens() is { } count ? new Limit.Tokens(count) : null,
            Unit.CacheHitRatio => CacheHitRatio(value, reading),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "not counted"),
        };

        long? Tokens() => reading.Count(value, "a number of tokens");
    }

    private static Limit.CacheHitRatio? CacheHitRatio(YamlNode node, PolicyReading reading)
    {
        const string example = "allowed is `{ below: 0.30, after: { inputTokens: 5_000_000 } }`";
        if (reading.Fields(node, "a cache-hit ratio", Vocabulary.CacheHitRatioKeys) is not { } fields)
            return null;
        foreach (var key in Vocabulary.CacheHitRatioKeys.Where(key => !fields.ContainsKey(key)))
            reading.Problem(node, $"`cacheHitRatio` lacks `{key}`; {example}");
        var below = fields.TryGetValue("below", out var ratio)
            ? reading.Amount(ratio, "a ratio", 1, "a number above 0 and at most 1")
            : null;
        long? after = null;
        if (fields.TryGetValue("after", out var least) && reading.Fields(least, "an `after`", Vocabulary.AfterKeys) is { } afterFields)
        {
            if (afterFields.TryGetValue("inputTokens", out var tokens))
                after = reading.Count(tokens, "a number of tokens");
            else
                reading.Problem(least, $"`after` lacks `inputTokens`; {example}");
        }

        return below is { } bound && after is { } count ? new Limit.CacheHitRatio(bound, count) : null;
    }

    private static RuleLimit.Budget? Budget(YamlNode node, PolicyReading reading)
    {
        if (node is not YamlMappingNode)
            return Name(node, reading) is { } plain ? new RuleLimit.Budget(plain) : null;
        if (reading.Fields(node, "a budget", Vocabulary.BudgetKeys) is not { } fields)
            return null;
        if (!fields.TryGetValue("name", out var named))
        {
            reading.Problem(node, "`budget` lacks `name`; allowed is a budget's name, or `{ name: NAME, at: 100% }`");
            return null;
        }

        var percent = fields.TryGetValue("at", out var at) ? reading.Percent(at, "a part of a budget", 100) : 100;
        return Name(named, reading) is { } name && percent is { } part ? new RuleLimit.Budget(name, part) : null;
    }

    private static string? Name(YamlNode node, PolicyReading reading)
    {
        // AWS Budgets: 1 to 100 characters, neither `:` nor `\`.
        if (PolicyReading.Text(node) is { Length: > 0 and <= 100 } name && !name.AsSpan().ContainsAny(':', '\\')
            && !name.Any(char.IsControl))
        {
            return name;
        }

        reading.Problem(
            node, $"{PolicyReading.Quoted(node)} is not a budget's name; allowed are 1 to 100 characters without `:` and `\\`");
        return null;
    }
}
