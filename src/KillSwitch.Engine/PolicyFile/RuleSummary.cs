using System.Globalization;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>A rule in one plain sentence, so that a reviewer can check that it says what was meant.</summary>
public static class RuleSummary
{
    public static string Of(Rule rule) => rule switch
    {
        BudgetRule budget => string.Create(CultureInfo.InvariantCulture,
            $"when {budget.AtPercent} % of the budget {budget.Budget} is spent, as AWS says and a check confirms, {Then(rule)}"),
        CountedRule { Limit: Limit.CacheHitRatio ratio } counted => string.Create(CultureInfo.InvariantCulture,
            $"{Who(counted)} gets at least {ratio.Below * 100:0.#} % of its input tokens from the cache {Often(counted.Every)}, once "
            + $"{ratio.AfterInputTokens:#,##0} were sent{Excepted(counted)}; else {Then(rule)}"),
        CountedRule counted =>
            $"{Who(counted)} may {What(counted.Limit)} {Often(counted.Every)}{Told(counted)}{Excepted(counted)}; then {Then(rule)}",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "not a rule"),
    };

    private static string Who(CountedRule rule)
    {
        var each = rule.Per is [{ Kind: DimensionKind.Account }]
            ? "each account"
            : "each " + string.Join(
                " and ",
                rule.Per.Select(dimension => (dimension.TagKey is null ? "" : "value of ") + dimension.Said));
        var matching = rule.Match.Select(Matching);
        return rule.Match.Count == 0 ? each : $"{each}, counting {string.Join(" and ", matching)},";
    }

    private static string Matching(FieldMatch match) => $"{match.Field.Said} {string.Join(" or ", match.AnyOf)}";

    private static string Excepted(CountedRule rule) => rule.Exceptions.Count == 0 ? "" : "; but " + string.Join(
        ", ", rule.Exceptions.Select(exception =>
            $"{string.Join(" and ", exception.Match.Select(Matching))} {Allowed(exception.Limit)}"));

    private static string Allowed(Limit? limit) => limit switch
    {
        null => "has no limit",
        Limit.CacheHitRatio ratio => string.Create(CultureInfo.InvariantCulture,
            $"gets at least {ratio.Below * 100:0.#} %, once {ratio.AfterInputTokens:#,##0} were sent"),
        _ => "may " + What(limit),
    };

    private static string What(Limit limit) => limit switch
    {
        Limit.Spend spend => $"spend {spend.Amount}",
        Limit.CallCount calls => "make " + Counted.Of(calls.Count, "call"),
        Limit.InputTokens tokens => $"send {Number(tokens.Count)} input tokens",
        Limit.UncachedInputTokens tokens => $"send {Number(tokens.Count)} input tokens that no cache serves",
        Limit.OutputTokens tokens => $"get {Number(tokens.Count)} output tokens",
        Limit.Tokens tokens => $"use {Number(tokens.Count)} tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "not a limit"),
    };

    private static string Often(Every every) => every switch
    {
        Every.Calendar { Unit: WindowUnit.Hour } => "an hour",
        Every.Calendar calendar => "a " + calendar.Unit.ToString().ToLowerInvariant(),
        Every.Rolling rolling => "in any " + Length(rolling.Duration),
        _ => "",
    };

    private static string Told(CountedRule rule)
    {
        string[] levels = [.. rule.NotifyPercents.Select(percent => string.Create(CultureInfo.InvariantCulture, $"{percent} %"))];
        return levels.Length == 0 ? "" : $", told at {string.Join(" and ", levels)}";
    }

    private static string Then(Rule rule)
    {
        if (rule.Stop == StopScope.None)
            return "it is told, and nothing is stopped";
        var whom = rule.Stop switch
        {
            StopScope.Account => "the whole account",
            StopScope.Principals => "everyone who carries it",
            _ => $"the {rule.Stop.ToString().ToLowerInvariant()}",
        };
        var stopped = rule.Stop == StopScope.Tag ? "gateways are told to refuse its calls"
            : rule.Deny is { } models
            ? $"{models} {(models.Globs.Count == 1 ? "is" : "are")} taken away from {whom}"
            : whom + " is stopped";
        var when = rule.Approval == Approval.Manual ? " once a person approves" : "";
        var early = rule is CountedRule { IsPredictive: true }
            ? ", early enough to stay under the limit,"
            : "";
        var priced = rule is CountedRule { Limit: Limit.Spend, Unpriced: UnpricedStop.Stop }
            ? ", also where most of it has no price" + (early.Length == 0 ? "," : "")
            : "";
        var shared = rule is CountedRule { TellsCallersApart: true, Estimated: EstimatedStop.Stop }
            ? ", also where most of it is estimated" + (early.Length == 0 && priced.Length == 0 ? "," : "")
            : "";
        var until = rule.Restore switch
        {
            RestorePlan.AtWindowTurn => " until the window turns",
            RestorePlan.After after => " for " + Length(after.Duration),
            _ => " until a person restores it",
        };
        var escalated = rule is CountedRule { Escalate: TagEscalation.Principal } ? "; one that does not is stopped itself" : "";
        return stopped + when + priced + shared + early + until + escalated;
    }

    private static string Length(TimeSpan duration) =>
        duration.Ticks % TimeSpan.TicksPerDay == 0 ? Count(duration.TotalDays, "day")
        : duration.Ticks % TimeSpan.TicksPerHour == 0 ? Count(duration.TotalHours, "hour")
        : Count(duration.TotalMinutes, "minute");

    private static string Count(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:0} {unit}{(number == 1 ? "" : "s")}");

    private static string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
