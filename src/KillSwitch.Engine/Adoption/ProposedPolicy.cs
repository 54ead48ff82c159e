using System.Globalization;
using System.Text;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Adoption;

/// <summary>A policy file, in observe mode, whose comments say where each number comes from.</summary>
public static class ProposedPolicy
{
    private const int RunawaysAtMost = 3;

    public static string Write(Observation seen)
    {
        var text = new StringBuilder();
        Head(text, seen);
        Rule(
            text,
            "A spend cap per IAM principal.",
            Seen(seen.PrincipalMonths, Unit.Usd, "principal", "principals", "a month at the pace of this span") + Dearest(seen),
            new Numbered(seen.PrincipalMonths, Least: 1, Otherwise: 500, seen.NoLog ?? NoUsual(seen)),
            """
              - id: principal-monthly-cap
                per: principal
                limit: { usd: LIMIT }
                every: month
                notify: [50%, 80%]
                stop: principal
                restore: window
            """);
        Rule(
            text,
            "A call limit per model.",
            Seen(seen.ModelDays.Figures, Unit.Calls, "day of a model", "days of a model", "calls a day") + By(seen.ModelDays),
            new Numbered(seen.ModelDays.Figures, Least: 10, Otherwise: 2_000, NoUsual(seen)),
            """
              - id: model-daily-calls
                per: model
                limit: { calls: LIMIT }
                every: day
                notify: [80%]
                stop: model
            """);
        Rule(
            text,
            "A bound on input tokens that no cache served, per workflow (a role and its session).",
            Seen(seen.SessionHours, Unit.UncachedInputTokens, "hour of a session", "hours of a session", "uncached input tokens an hour"),
            new Numbered(seen.SessionHours, Least: 100_000, Otherwise: 50_000_000, seen.NoLog ?? NoUsual(seen)),
            """
              - id: uncached-per-workflow
                per: [principal, session]
                limit: { uncachedInputTokens: LIMIT }
                every: hour
                stop: session
            """);
        Rule(
            text,
            "A hard stop for the account. Exempt the people who look after the guard before it is enforced.",
            Seen(seen.AccountDays.Figures, Unit.Usd, "day", "days", "a day") + By(seen.AccountDays),
            new Numbered(seen.AccountDays.Figures, Least: 5, Otherwise: 2_000, NoUsual(seen)),
            """
              - id: account-ceiling
                per: account
                limit: { usd: LIMIT }
                every: day
                notify: [50%, 80%]
                stop: account
            """);
        Cache(text, seen);
        return text.ToString();
    }

    /// <summary>A limit that is proposed from figures, or the template's own where there are none.</summary>
    /// <param name="Figures">What was seen; null for nothing.</param>
    /// <param name="Least">A limit is not below it.</param>
    /// <param name="Otherwise">The template's number.</param>
    /// <param name="Lack">Why nothing was seen, where that is known.</param>
    private sealed record Numbered(Figures? Figures, decimal Least, decimal Otherwise, string? Lack);

    private static string? NoUsual(Observation seen) => seen.Runaways.Count == 0 ? null : "nothing but the incident above tells of it";

    private static void Head(StringBuilder text, Observation seen)
    {
        text.Append("# yaml-language-server: $schema=killswitch.schema.json\n#\n");
        var groups = string.Join(", ", seen.LogGroups.Select(group => $"`{ShortName.Of(group)}`"));
        Comment(text, "",
            $"Proposed by `killswitch init --from-account` from what {seen.Region} did from {Minute(seen.From)} to {Minute(seen.Until)} "
            + "UTC: "
            + $"{Number(seen.Calls.Records)} calls in the invocation log"
                + $"{(groups.Length == 0 ? "" : $" ({groups})")}, "
                + $"{Number(seen.MetricCalls)} in CloudWatch's metrics.");
        if (seen.NoLog is { } reason)
        {
            Comment(text, "",
                $"{char.ToUpperInvariant(reason[0])}{reason[1..]}, so that nothing tells who called: only the rules on the account and on "
                + "models have numbers of yours; those on principals and sessions have the template's.");
        }

        foreach (var unread in seen.Unread)
        {
            Comment(text, "",
                $"{char.ToUpperInvariant(unread[0])}{PlainText.Of(unread[1..])}: what was called there is in no number on principals and "
                + "sessions.");
        }

        if (seen.Runaways is [_, ..] runaways)
        {
            var named = string.Join("; ", runaways.Take(RunawaysAtMost));
            Comment(text, "", $"An incident lies in this span, and no number here is made to fit it. Left out: {named}"
                + $"{(runaways.Count > RunawaysAtMost ? $"; and {runaways.Count - RunawaysAtMost} more" : "")}. If that is how it is "
                + "to be from now on, raise the limits.");
        }

        Comment(text, "",
            $"Each proposed limit is {ProposedLimit.Times} times the 99th percentile of what was seen, rounded up. Look at each before it "
            + "is enforced, and back-test all of them: `killswitch replay --policy FILE --from-account --mode enforce`.");
        text.Append("""
            version: 1
            mode: observe                  # observe: everything but the deny, stops are told as "would stop" | enforce
            timezone: UTC                  # windows start on this zone's midnight
            exempt: ["role/BreakGlass"]    # never stopped; still metered, still notified
            maxStops: { count: 25, every: hour }  # beyond it new stops wait for a person: a wrong price must not cut off a company
            mantle: allow                  # the bedrock-mantle endpoint logs no invocations: allow leaves it open, deny closes it
            unpriced: fail-safe            # a model without a price counts like the dearest of its kin, and is reported

            """);
        if (seen.PriceSections.Length > 0)
        {
            Comment(text, "", "The prices and discounts of your policy: the figures below are counted by them.");
            text.Append(seen.PriceSections);
        }

        text.Append("\nrules:\n");
    }

    private static void Rule(StringBuilder text, string title, string seen, Numbered number, string rule)
    {
        Comment(text, "  ", title);
        var limit = number.Otherwise;
        if (number.Figures is { } figures)
        {
            limit = ProposedLimit.Of(figures, number.Least);
            Comment(text, "  ", $"{seen}. Taken: {ProposedLimit.Times} x p99{(limit == number.Least ? ", and no less than this" : "")}.");
        }
        else
        {
            Comment(text, "  ", $"Not from your account: {number.Lack ?? "nothing was called"}. The number is the template's.");
        }

        text.Append(rule.Replace("LIMIT", Grouped(limit), StringComparison.Ordinal)).Append("\n\n");
    }

    private static void Cache(StringBuilder text, Observation seen)
    {
        Comment(text, "  ", "Is prompt caching working at all? Told, never stopped.");
        var anthropic = seen.Calls.Anthropic;
        var below = CacheFloor.Floor;
        if (anthropic.CacheHitRatio is not { } ratio)
        {
            Comment(text, "  ",
                $"Not from your account: {seen.NoLog ?? NoUsual(seen) ?? "no model of Anthropic was called"}. The number is the "
                + "template's.");
        }
        else
        {
            below = Math.Max(below, Math.Round(ratio / 2, 2));
            Comment(text, "  ",
                $"Seen: {Figure.Text(Unit.CacheHitRatio, ratio)} of {Number(anthropic.Tokens.TotalInputTokens)} input tokens of "
                + "Anthropic's models came from the cache. Taken: "
                + (below == CacheFloor.Floor ? "what a cache serves at least that works." : "half of it."));
        }

        text.Append($$"""
              - id: cache-is-broken
                match: { model: "anthropic.*" }
                per: [principal, session]
                limit: { cacheHitRatio: { below: {{below.ToString("0.00", CultureInfo.InvariantCulture)}}, after: { inputTokens: {{Grouped(CacheFloor.FewestTokens)}} } } }
                every: { rolling: 30m }
                notify: [breach]
                stop: none

            """);
    }

    private static string Seen(Figures? figures, Unit unit, string one, string many, string what) => figures is null
        ? ""
        : $"Seen in {Number(figures.Count)} {(figures.Count == 1 ? one : many)}, {what}: max {Figure.Text(unit, figures.Max)}, p99 "
            + $"{Figure.Text(unit, figures.P99)}, sum {Figure.Text(unit, figures.Sum)}";

    private static string By(EitherFigures figures) => figures.IsByMetrics ? " (CloudWatch's metrics)" : " (invocation log)";

    private static string Dearest(Observation seen) => seen.Calls.Dearest is { } name ? $"; most by {ShortName.Of(name)}" : "";

    // PlainText leaves no line break in a name, so that a comment stays one.
    private static void Comment(StringBuilder text, string indent, string sentence)
    {
        const int width = 110;
        var column = 0;
        foreach (var word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column == 0 || column + 1 + word.Length > width)
            {
                text.Append(column == 0 ? "" : "\n").Append(indent).Append('#');
                column = indent.Length + 1;
            }

            text.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        text.Append('\n');
    }

    private static string Grouped(decimal number) => number.ToString("#,##0", CultureInfo.InvariantCulture).Replace(',', '_');

    private static string Number(decimal number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
