using System.Globalization;
using KillSwitch.Core.Budgets;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Budgets;

/// <summary>What is told of budgets and anomalies, in words. Names are callers' own: <c>AlertMessage</c> makes them plain.</summary>
internal static class BudgetAlert
{
    public const string NotConfirmedKind = "budgetNotConfirmed";
    public const string ImplausibleKind = "budgetImplausible";
    public const string ForecastKind = "budgetForecast";
    public const string ReachedKind = "budgetReached";
    public const string UnreadableKind = "budgetUnreadable";
    public const string AnomalyKind = "costAnomaly";

    private const int LongestExcerpt = 200;

    public static Alert NotConfirmed(string budget, string reason, BudgetMessage? message, BudgetFacts? facts, DateTimeOffset at) => new()
    {
        Head = "BUDGET NOT CONFIRMED",
        Subject = budget,
        Kind = NotConfirmedKind,
        At = at,
        Text = message is null
            ? $"A rule is bound to the budget `{budget}`, and what AWS says of it cannot stop anything: {reason}. Nothing was stopped."
            : $"A message says that the budget `{budget}` is over, and AWS, when asked, does not confirm it: {reason}. Nothing was "
                + "stopped. The message may be forged, late, or about something else.",
        Remedy = "aws budgets describe-budget --account-id ACCOUNT --budget-name NAME",
        Details = [.. Message(message), .. Facts(facts)],
    };

    public static Alert Implausible(BudgetFacts facts, BudgetVerdict.Implausible verdict, DateTimeOffset at) => new()
    {
        Head = "BUDGET IMPLAUSIBLE",
        Subject = $"{facts.Name}: AWS says {verdict.Actual}, the guard counted {verdict.Own.Usage.Cost}",
        Kind = ImplausibleKind,
        At = at,
        Text = $"AWS says that {verdict.Actual} of {verdict.Limit} were spent under the budget `{facts.Name}`, and the guard itself "
            + $"counted {verdict.Own.Usage.Cost}{Part(verdict.Own)} in the same period. "
            + "AWS's estimates have been wrong by orders of magnitude before: NOTHING WAS STOPPED. If you know that it is true, stop the "
                + "account yourself.",
        Remedy = "killswitch stop account --reason TEXT",
        Details = [.. Facts(facts), ("counted", verdict.Own.Usage.Cost.ToString()), ("period", Period(verdict.Own.Period))],
    };

    public static Alert Forecast(BudgetMessage message, BudgetFacts facts, Window period, DateTimeOffset at) => new()
    {
        Head = "BUDGET FORECAST",
        Subject = $"{facts.Name}: {Foreseen(facts)} of {Amount(facts.Limit ?? 0, facts.Unit)} foreseen",
        Kind = ForecastKind,
        At = at,
        Text = $"AWS Budgets foresees {Foreseen(facts)} under the budget `{facts.Name}`, whose limit is "
            + $"{Amount(facts.Limit ?? 0, facts.Unit)}. A forecast stops nothing.",
        Details = [.. Message(message), .. Facts(facts), ("forecast", Foreseen(facts)), ("period", Period(period))],
    };

    public static Alert Reached(BudgetMessage message, BudgetFacts facts, bool isBound, DateTimeOffset at) => new()
    {
        Head = "BUDGET REACHED",
        Subject = $"{facts.Name}: {Amount(facts.Actual ?? 0, facts.ActualUnit)} of {Amount(facts.Limit ?? 0, facts.Unit)}",
        Kind = ReachedKind,
        At = at,
        Text = $"AWS Budgets tells of the budget `{facts.Name}`, and AWS confirms it: {Amount(facts.Actual ?? 0, facts.ActualUnit)} of "
            + $"{Amount(facts.Limit ?? 0, facts.Unit)} were spent. "
            + (isBound ? "That is less than any rule stops at." : "No rule of the policy is bound to it, so nothing is stopped."),
        Details = [.. Message(message), .. Facts(facts)],
    };

    public static Alert Unreadable(string reason, string text, DateTimeOffset at) => new()
    {
        Head = "BUDGET UNREADABLE",
        Subject = "a message on the budget topic",
        Kind = UnreadableKind,
        At = at,
        Text = "A message on the budget topic is neither one of AWS Budgets nor one of Cost Anomaly Detection that can be read: "
            + $"{reason}. It changed nothing. Others like it are counted today and not told.",
        Remedy = "look who may publish on the topic, and at the log of the budget function",
        Details = [("message", text.Length > LongestExcerpt ? text[..LongestExcerpt] + "…" : text)],
    };

    public static Alert Anomaly(AnomalyMessage anomaly, DateTimeOffset at) => new()
    {
        Head = "COST ANOMALY",
        Subject = $"{anomaly.Subject ?? anomaly.Monitor ?? "an account"}: {Dollars(anomaly.Impact)} beyond what was expected",
        Kind = AnomalyKind,
        At = at,
        Text = $"Cost Anomaly Detection says that {Dollars(anomaly.Impact)} beyond what was expected were spent. An anomaly stops nothing.",
        Details =
        [
            .. Given("account", anomaly.Account),
            .. Given("spent", anomaly.Spent is null ? null : Dollars(anomaly.Spent)),
            .. Given("expected", anomaly.Expected is null ? null : Dollars(anomaly.Expected)),
            .. Given("from", anomaly.Start),
            .. Given("until", anomaly.End),
            .. anomaly.Causes.Select(cause => ("cause", cause)).Take(1),
            .. Given("causes", anomaly.Causes.Count > 1 ? string.Join("; ", anomaly.Causes.Skip(1)) : null),
            .. Given("monitor", anomaly.Monitor),
            .. Given("link", anomaly.Link),
            ("anomaly", anomaly.Id),
        ],
    };

    public static Alert MoreAnomalies(int told, DateTimeOffset at) => new()
    {
        Head = "COST ANOMALY",
        Subject = $"more than {told} today",
        Kind = AnomalyKind,
        At = at,
        Text = $"More than {told} anomalies were published today. The further ones of this day are not told; an anomaly stops nothing.",
        Remedy = "look at Cost Anomaly Detection in the console, and at who may publish on the budget topic",
    };

    private static string Foreseen(BudgetFacts facts) => facts.Forecast is { } forecast ? Amount(forecast, facts.Unit) : "none";

    private static IEnumerable<(string Label, string Value)> Message(BudgetMessage? message)
    {
        if (message is null)
            yield break;
        yield return ("account", message.Account);
        yield return ("message",
            $"{message.Amount} of {message.Budgeted}, {(message.AlertType == BudgetAlertType.Actual ? "ACTUAL" : "FORECASTED")}, alert "
            + $"{message.Comparison} {message.Threshold}");
    }

    private static IEnumerable<(string Label, string Value)> Facts(BudgetFacts? facts)
    {
        if (facts is null)
            yield break;
        yield return ("aws",
            $"{(facts.Actual is { } actual ? Amount(actual, facts.ActualUnit) : "no spend")} of "
            + $"{(facts.Limit is { } limit ? Amount(limit, facts.Unit) : "no limit")}");
        if (facts.Filter is { } filter)
            yield return ("filter", filter);
        if (facts.IncludesCredit == true)
            yield return ("credits", "are subtracted: the budget is over later than the cost, or never");
    }

    private static IEnumerable<(string Label, string Value)> Given(string label, string? value)
    {
        if (value is { Length: > 0 })
            yield return (label, value);
    }

    private static string Part(PeriodEstimate own) =>
        own.Covered < 1 ? string.Create(CultureInfo.InvariantCulture, $" in the {own.Covered * 100:0} % of it that are on record") : "";

    private static string Amount(decimal value, string? unit) => new BudgetAmount(value, unit ?? BudgetAmount.Dollars).ToString();

    private static string Dollars(decimal? value) => value is { } amount ? new Usd(amount).ToString() : "an amount that is not given";

    private static string Period(Window period) =>
        string.Create(CultureInfo.InvariantCulture, $"{period.From:yyyy-MM-dd} to {period.Until:yyyy-MM-dd}, UTC");
}
