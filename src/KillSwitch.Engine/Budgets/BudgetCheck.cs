using System.Security.Cryptography;
using System.Text;
using KillSwitch.Core.Budgets;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Budgets;

/// <summary>
/// The cycle over budgets. A message is only a reason to ask: what AWS answers, held against what the guard itself counted, decides whether
/// a rule that is bound to the budget stops. Each budget, period and kind of message is told once.
/// </summary>
/// <param name="budgets">Asks AWS.</param>
/// <param name="enforcement">Carries out.</param>
public sealed class BudgetCheck(IBudgets budgets, Enforcement enforcement)
{
    private const int MostAnomaliesADay = 5;

    // No percentage above it is meant.
    private const decimal MostPercent = 1_000_000;

    private readonly ILedger _ledger = enforcement.Ports.Ledger;
    private readonly IStopStore _stops = enforcement.Ports.Stops;
    private readonly string _account = enforcement.Ports.Account;
    private readonly PeriodCount _count = new(enforcement.Ports);
    private readonly MessageDelivery _delivery = enforcement.MessageDelivery;

    /// <summary>
    /// Verifies what a message says, and stops what a rule says when it is true and plausible. The same message again changes nothing.
    /// </summary>
    public async ValueTask<BudgetReport> HearAsync(BudgetMessage message, Policy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        var report = new BudgetReport();
        if (message.Account != _account)
        {
            await TellAsync(BudgetAlert.NotConfirmed(message.BudgetName, "the message is about another account", message, null, now),
                Day(now), budget: null, report, cancellation);
            return report;
        }

        var rules = Bound(policy, message.BudgetName);
        switch (await budgets.FindAsync(_account, message.BudgetName, cancellation))
        {
            case BudgetLookup.Found { Facts: var facts } when message.AlertType == BudgetAlertType.Forecasted:
                var period = BudgetPeriod.Of(facts, now)?.Current ?? Day(now);
                var foreseen = IsConfirmed(message, facts, facts.Forecast)
                    ? BudgetAlert.Forecast(message, facts, period, now)
                    : BudgetAlert.NotConfirmed(facts.Name, facts.Forecast is null
                        ? "AWS gives no forecast for it"
                        : "AWS foresees less than the message says", message, facts, now);
                await TellAsync(foreseen, period, facts.Name, report, cancellation);
                break;
            case BudgetLookup.Found { Facts: var facts }:
                await JudgeAsync(facts, rules, message, policy, now, report, cancellation);
                break;
            case BudgetLookup.Refused { Reason: var reason }:
                await TellAsync(BudgetAlert.NotConfirmed(message.BudgetName, reason, message, null, now), Day(now), Known(rules, message),
                    report, cancellation);
                break;
            default:
                await TellAsync(BudgetAlert.NotConfirmed(message.BudgetName, "there is no such budget", message, null, now), Day(now),
                    Known(rules, message), report, cancellation);
                break;
        }

        return report;
    }

    /// <summary>Tells of an anomaly, once a day, and of so many a day; it never stops anything.</summary>
    public async ValueTask<BudgetReport> HearAsync(AnomalyMessage anomaly, DateTimeOffset now, CancellationToken cancellation)
    {
        var report = new BudgetReport();
        // The id is the sender's: whoever may publish can think up any number of them.
        var key = new NoticeKey.OfEvent(NoticeTopic.Anomaly, Hashed(anomaly.Id), Day(now), BudgetAlert.AnomalyKind);
        var word = PendingMessage.Of(key, BudgetAlert.Anomaly(anomaly, now));
        if (!await _stops.TryTellAsync(key, word, cancellation))
            return report;
        for (var i = 1; i <= MostAnomaliesADay && report.Alerts.Count == 0; i++)
        {
            if (!await _stops.TryTellAsync(Numbered(i), cancellation))
                continue;
            report.Alerts.Add(BudgetAlert.Anomaly(anomaly, now));
            await _delivery.TellAsync(word, cancellation);
        }

        if (report.Alerts.Count > 0)
            return report;
        await _delivery.StrikeAsync(word, cancellation);
        if (await _delivery.TryTellAsync(Numbered(MostAnomaliesADay + 1), BudgetAlert.MoreAnomalies(MostAnomaliesADay, now), cancellation))
            report.Alerts.Add(BudgetAlert.MoreAnomalies(MostAnomaliesADay, now));
        return report;

        NoticeKey Numbered(int number) => new NoticeKey.OfEvent(
            NoticeTopic.Anomaly, FormattableString.Invariant($"number {number}"), Day(now), BudgetAlert.AnomalyKind);
    }

    /// <summary>Tells of a message that is neither, each kind once a day, so that nobody who may publish can bury what matters.</summary>
    /// <param name="reason">One sentence, without a full stop and without the message's own words.</param>
    /// <param name="text">The message.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<BudgetReport> HearUnreadableAsync(string reason, string text, DateTimeOffset now, CancellationToken cancellation)
    {
        var report = new BudgetReport();
        await TellAsync(BudgetAlert.Unreadable(reason, text, now), "unreadable: " + reason, Day(now), report, cancellation);
        return report;
    }

    /// <summary>Asks for every budget that a rule is bound to, message or no message: for the minute job, hourly.</summary>
    public async ValueTask<BudgetReport> CheckRulesAsync(Policy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        var report = new BudgetReport();
        foreach (
            var name in policy.Rules.OfType<BudgetRule>().Select(rule => rule.Budget).Distinct(StringComparer.Ordinal))
        {
            var rules = Bound(policy, name);
            if (rules.Count == 0)
                continue;
            var reason = "there is no such budget";
            switch (await budgets.FindAsync(_account, name, cancellation))
            {
                case BudgetLookup.Found { Facts: var facts }:
                    await JudgeAsync(facts, rules, message: null, policy, now, report, cancellation);
                    continue;
                case BudgetLookup.Refused refused:
                    reason = refused.Reason;
                    break;
            }

            await TellAsync(BudgetAlert.NotConfirmed(name, reason, null, null, now), Month(now), name, report, cancellation);
        }

        return report;
    }

    private async ValueTask JudgeAsync(
        BudgetFacts facts, IReadOnlyList<BudgetRule> rules, BudgetMessage? message, Policy policy, DateTimeOffset now, BudgetReport report,
        CancellationToken cancellation)
    {
        var periods = BudgetPeriod.Of(facts, now);
        var period = periods?.Current ?? Day(now);
        // What no rule is bound to is judged for the message alone, at the whole of its limit.
        var verdicts = new List<BudgetVerdict>();
        var opening = new StopOpening(policy, enforcement);
        IReadOnlyList<PeriodEstimate>? estimates = null;
        foreach (var rule in rules.Select(rule => (BudgetRule?)rule).DefaultIfEmpty())
        {
            var atPercent = rule?.AtPercent ?? 100;
            var verdict = BudgetVerdict.Decide(facts, _account, atPercent, periods is null ? [] : [new PeriodEstimate(period, default)]);
            // The guard's own count is only read when AWS says that the budget is over.
            if (verdict is BudgetVerdict.Breached or BudgetVerdict.Implausible)
            {
                estimates ??= await EstimateAsync(periods!, policy, now, cancellation);
                verdict = BudgetVerdict.Decide(facts, _account, atPercent, estimates);
            }

            verdicts.Add(verdict);
            if (rule is not null && verdict is BudgetVerdict.Breached breached)
                await StopAsync(rule, breached, opening, now, report, cancellation);
        }

        if (verdicts.OfType<BudgetVerdict.Implausible>().FirstOrDefault() is { } implausible)
        {
            await TellAsync(BudgetAlert.Implausible(facts, implausible, now), implausible.Own.Period, facts.Name, report, cancellation);
        }
        else if (verdicts.OfType<BudgetVerdict.Unknown>().FirstOrDefault() is { } unknown)
        {
            await TellAsync(
                BudgetAlert.NotConfirmed(facts.Name, unknown.Reason, message, facts, now), period, facts.Name, report, cancellation);
        }
        else if (message is not null && (rules.Count == 0 || verdicts.TrueForAll(verdict => verdict is BudgetVerdict.NotOver)))
        {
            var alert = IsConfirmed(message, facts, facts.Actual)
                ? BudgetAlert.Reached(message, facts, rules.Count > 0, now)
                : BudgetAlert.NotConfirmed(facts.Name, "AWS says that less was spent than the message says", message, facts, now);
            await TellAsync(alert, period, facts.Name, report, cancellation);
        }
    }

    private async ValueTask StopAsync(BudgetRule rule, BudgetVerdict.Breached breached, StopOpening opening, DateTimeOffset now,
        BudgetReport report, CancellationToken cancellation)
    {
        var window = breached.Own.Period;
        var allowances = new AllowanceCounters(rule, windows: null, _count.Scope);
        var allowance = await CounterLedger.AllowanceAsync(_ledger, allowances, window, cancellation);
        var limit = breached.Limit.Amount + allowance.Amount;
        if (breached.Actual.Amount < limit)
            return;
        var trip = new TripKey(rule.Id, _count.Scope, window, IsRolling: false, allowance.Round, rule.LimitText);
        var (subject, unit) = ("account " + _account, rule.Unit);
        var evidence = new Evidence(subject, unit, limit, breached.Actual.Amount, breached.Own.Usage, 0, 0, TimeSpan.Zero, window, now);
        var stop = rule.Stop == StopScope.Account
            ? await opening.OpenAsync(
                rule, new StopCause.ByBudget(trip, evidence), new StopTarget.WholeAccount(_account), now, cancellation)
            : null;
        if (stop is not null)
            report.Stops.Add(stop);
        if (!rule.NotifyBreach)
            return;
        var key = new NoticeKey.OfTrip(trip, NoticeKey.Breach);
        var notice = new Notice(key, subject, _account, breached.Actual.Amount, limit, unit, window, now, evidence);
        if (await _delivery.TryTellAsync(key, PendingMessage.Of(notice), cancellation))
            report.Notices.Add(notice);
    }

    private async ValueTask<IReadOnlyList<PeriodEstimate>> EstimateAsync(
        BudgetPeriod periods, Policy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var current = await _count.SumAsync(periods.Current, calendar, policy, now, cancellation);
        return periods.Previous is { } previous
            ? [current, await _count.SumAsync(previous, calendar, policy, now, cancellation)]
            : [current];
    }

    private static bool IsConfirmed(BudgetMessage message, BudgetFacts facts, decimal? figure)
    {
        if (!message.Comparison.StartsWith('>'))
            return figure is not null;
        decimal? threshold = message.Threshold switch
        {
            { Unit: BudgetAmount.Dollars, Value: var dollars } => dollars,
            { Unit: "%", Value: >= 0 and <= MostPercent and var percent } => facts.Limit * percent / 100,
            _ => null,
        };
        return figure >= threshold;
    }

    /// <summary>The rules that are bound to a budget and count this account.</summary>
    private IReadOnlyList<BudgetRule> Bound(Policy policy, string name) =>
        [.. policy.Rules.OfType<BudgetRule>().Where(rule => rule.Budget == name
            && rule.Match.All(match => match.Field.Kind == DimensionKind.Account && match.AnyOf.Any(glob => glob.Matches(_account))))];

    // Names that nobody knows are told together: whoever may publish can think up any number of them.
    private static string? Known(IReadOnlyList<BudgetRule> rules, BudgetMessage message) => rules.Count > 0 ? message.BudgetName : null;

    private ValueTask TellAsync(Alert alert, Window period, string? budget, BudgetReport report, CancellationToken cancellation) =>
        TellAsync(alert, budget is null ? _count.Scope : $"{_count.Scope}|budget={budget}", period, report, cancellation);

    private async ValueTask TellAsync(Alert alert, string thing, Window period, BudgetReport report, CancellationToken cancellation)
    {
        if (await _delivery.TryTellAsync(new NoticeKey.OfEvent(NoticeTopic.Budget, thing, period, alert.Kind), alert, cancellation))
            report.Alerts.Add(alert);
    }

    private static string Hashed(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Window Day(DateTimeOffset now)
    {
        var start = now.ToUnixTimeSeconds() / 86_400 * 86_400;
        return new Window(start, start + 86_400);
    }

    private static Window Month(DateTimeOffset now)
    {
        var start = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return new Window(start.ToUnixTimeSeconds(), start.AddMonths(1).ToUnixTimeSeconds());
    }
}
