using System.Text;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Scopes;

/// <summary>
/// Writes a counter's scope: <c>account=111122223333|principal=role/agent|model~anthropic.*</c>.
/// <c>=</c> is one value, <c>~</c> the patterns of a rule that does not tell the values apart.
/// </summary>
public static class ScopeText
{
    /// <summary>
    /// The dimensions that a rule's counters are told apart by: always by account, and a session always with its principal.
    /// </summary>
    public static IReadOnlyList<Dimension> Dimensions(CountedRule rule) => Dimensions(rule.Per);

    /// <summary>The same of a rule that counts by these.</summary>
    public static IReadOnlyList<Dimension> Dimensions(IReadOnlyList<Dimension> per)
    {
        var all = new HashSet<Dimension>(per) { Dimension.Account };
        if (all.Contains(Dimension.Session))
            all.Add(Dimension.Principal);
        return [.. all.OrderBy(dimension => dimension.Kind).ThenBy(dimension => dimension.TagKey, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The patterns that narrow a rule beyond the values that it tells apart; empty where the counter's own values decide.
    /// </summary>
    public static string Patterns(CountedRule rule, IReadOnlyList<Dimension> dimensions)
    {
        var text = new StringBuilder();
        var narrowing = rule.Match.Where(match => !dimensions.Contains(match.Field) || new FieldPatterns(match).IsByRoute)
            .OrderBy(match => match.Field.Kind).ThenBy(match => match.Field.TagKey, StringComparer.Ordinal);
        foreach (var match in narrowing)
        {
            text.Append('|');
            Append(text, match.Field.ToString());
            var separator = '~';
            foreach (var pattern in match.AnyOf.Select(glob => glob.Pattern).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append(separator);
                Append(text, pattern);
                separator = ',';
            }
        }

        return text.ToString();
    }

    public static string Of(Invocation invocation, IReadOnlyList<Dimension> dimensions, string patterns) =>
        Of(dimension => DimensionValue.Of(invocation, dimension), dimensions, patterns);

    /// <summary>The same of values that are known already.</summary>
    public static string Of(Func<Dimension, string> value, IReadOnlyList<Dimension> dimensions, string patterns)
    {
        var text = new StringBuilder();
        foreach (var dimension in dimensions)
        {
            if (text.Length > 0)
                text.Append('|');
            Append(text, dimension.ToString());
            text.Append('=');
            Append(text, value(dimension));
        }

        return text.Append(patterns).ToString();
    }

    /// <summary>
    /// What the scopes of one rule or view have in common, for one account: <c>account=1|principal|model~anthropic.*</c>.
    /// </summary>
    public static string Shape(string account, IEnumerable<Dimension> dimensions, string patterns)
    {
        var text = new StringBuilder();
        foreach (var dimension in dimensions)
        {
            if (text.Length > 0)
                text.Append('|');
            Append(text, dimension.ToString());
            if (dimension.Kind != DimensionKind.Account)
                continue;
            text.Append('=');
            Append(text, account);
        }

        return text.Append(patterns).ToString();
    }

    /// <summary>
    /// A scope without the values that it tells apart; the account stays: <c>account=1|principal=role/a</c> is <c>account=1|principal</c>.
    /// </summary>
    public static string ShapeOf(string scope)
    {
        var shape = new StringBuilder();
        foreach (var part in scope.Split('|'))
        {
            if (shape.Length > 0)
                shape.Append('|');
            var value = part.IndexOf('=', StringComparison.Ordinal);
            shape.Append(value < 0 || part.StartsWith("account=", StringComparison.Ordinal) ? part : part[..value]);
        }

        return shape.ToString();
    }

    /// <summary>
    /// Whose counter a scope is, as people say it: <c>role/agent</c>, <c>role/agent/droid-7</c>, <c>tag:team=hr</c>,
    /// <c>account 111122223333</c>.
    /// </summary>
    public static string Subject(string scope)
    {
        var values = scope.Split('|').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToList();
        var told = values.Where(part => part[0] != "account").Select(Told).ToList();
        return told.Count > 0
            ? string.Join('/', told)
            : "account " + Unescaped(values.FirstOrDefault(part => part[0] == "account")?[1] ?? "");
    }

    // A tag's value alone says nothing: `hr` of what? Nor does a profile's name, or a path.
    private static string Told(string[] part) => part[0] is "region" or "principal" or "session" or "model"
        ? Unescaped(part[1])
        : $"{Unescaped(part[0])}={Unescaped(part[1])}";

    /// <summary>The value that a scope gives a dimension; null when it does not tell that apart.</summary>
    public static string? Value(string scope, Dimension dimension) => Value(scope, dimension.ToString());

    /// <summary>The same by what the scope calls it.</summary>
    internal static string? Value(string scope, string part)
    {
        var name = new StringBuilder();
        Append(name, part);
        name.Append('=');
        var found = scope.Split('|').FirstOrDefault(part => part.StartsWith(name.ToString(), StringComparison.Ordinal));
        return found is null ? null : Unescaped(found[name.Length..]);
    }

    private static string Unescaped(string value) => value
        .Replace("%7C", "|", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal)
        .Replace("%7E", "~", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)
        .Replace("%25", "%", StringComparison.Ordinal);

    // Values are a caller's own words (session names, tags): what separates must not occur in them.
    internal static void Append(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            switch (c)
            {
                case '%': text.Append("%25"); break;
                case '|': text.Append("%7C"); break;
                case '=': text.Append("%3D"); break;
                case '~': text.Append("%7E"); break;
                case ',': text.Append("%2C"); break;
                default: text.Append(c); break;
            }
        }
    }
}
