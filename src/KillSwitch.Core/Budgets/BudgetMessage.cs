using KillSwitch.Core.Notifications;

namespace KillSwitch.Core.Budgets;

public enum BudgetAlertType
{
    /// <summary>Of what was spent.</summary>
    Actual,

    /// <summary>Of what may come to be spent.</summary>
    Forecasted,
}

/// <summary>
/// What AWS Budgets publishes, by its labelled lines; the sentences around them are not looked at. It is no proof: whoever may publish on
/// the topic can write one.
/// </summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="BudgetName">The whole of its line.</param>
/// <param name="BudgetType"><c>Cost</c>, <c>Usage</c>, or as it was written.</param>
/// <param name="Budgeted">The limit of the budget's period.</param>
/// <param name="Comparison"><c>&gt;</c>, or another sign before the threshold.</param>
/// <param name="Threshold">Of the alert; an amount or a percentage of <paramref name="Budgeted"/>.</param>
/// <param name="Amount">What was spent, or is foreseen.</param>
public sealed record BudgetMessage(
    string Account,
    string BudgetName,
    string BudgetType,
    BudgetAmount Budgeted,
    BudgetAlertType AlertType,
    string Comparison,
    BudgetAmount Threshold,
    BudgetAmount Amount)
{
    private const int Longest = 65_536;
    private const string AccountLabel = "AWS Account";
    private const string NameLabel = "Budget Name";
    private const string TypeLabel = "Budget Type";
    private const string BudgetedLabel = "Budgeted Amount";
    private const string AlertLabel = "Alert Type";
    private const string ThresholdLabel = "Alert Threshold";
    private const string ActualLabel = "ACTUAL Amount";
    private const string ForecastLabel = "FORECASTED Amount";

    private static readonly string[] Labels = [NameLabel, TypeLabel, BudgetedLabel, AlertLabel, ThresholdLabel, ActualLabel, ForecastLabel];

    /// <summary>True for what looks like a message of AWS Budgets, readable or not.</summary>
    public static bool Looks(string text) =>
        text.Contains(NameLabel + ":", StringComparison.Ordinal) || text.StartsWith("AWS Budget Notification", StringComparison.Ordinal);

    /// <summary>
    /// INVARIANT (a label says one thing): a label that stands twice with different values makes the message unreadable, whichever comes
    /// first.
    /// </summary>
    public static BudgetMessageResult Parse(string text)
    {
        if (text.Length > Longest)
            return Unreadable("it is longer than any message of AWS Budgets");
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line))
        {
            if (Labelled(line) is not { } labelled)
                continue;
            // What a reader may take for the end of a line must not hide a second label.
            if (PlainText.Of(labelled.Value) != labelled.Value)
                return Unreadable($"`{labelled.Label}` holds characters that steer what is shown");
            if (found.TryGetValue(labelled.Label, out var earlier) && earlier != labelled.Value)
                return Unreadable($"`{labelled.Label}` stands twice and says two things");
            found[labelled.Label] = labelled.Value;
        }

        return Read(found);
    }

    private static (string Label, string Value)? Labelled(string line)
    {
        // The one label without a colon.
        if (line.StartsWith(AccountLabel + " ", StringComparison.Ordinal))
            return (AccountLabel, line[(AccountLabel.Length + 1)..].TrimEnd());
        foreach (var label in Labels)
        {
            if (!line.StartsWith(label, StringComparison.Ordinal) || line.Length == label.Length || line[label.Length] != ':')
                continue;
            var value = line[(label.Length + 1)..];
            // A name is the whole line; the rest may be set off as anybody likes.
            return (label, label == NameLabel ? (value.StartsWith(' ') ? value[1..] : value) : value.Trim());
        }

        return null;
    }

    private static BudgetMessageResult Read(Dictionary<string, string> found)
    {
        foreach (var label in (string[])[AccountLabel, NameLabel, TypeLabel, BudgetedLabel, AlertLabel, ThresholdLabel])
        {
            if (!found.ContainsKey(label))
                return Unreadable($"it lacks `{label}`");
        }

        BudgetAlertType? alert = found[AlertLabel] switch
        {
            "ACTUAL" => BudgetAlertType.Actual,
            "FORECASTED" => BudgetAlertType.Forecasted,
            _ => null,
        };
        if (alert is not { } type)
            return Unreadable("its alert is neither ACTUAL nor FORECASTED");
        var (amountLabel, other) = type == BudgetAlertType.Actual ? (ActualLabel, ForecastLabel) : (ForecastLabel, ActualLabel);
        if (found.ContainsKey(other))
            return Unreadable($"its alert is {found[AlertLabel]} and it gives `{other}`");
        if (!found.TryGetValue(amountLabel, out var given))
            return Unreadable($"it lacks `{amountLabel}`");
        var (account, name) = (found[AccountLabel], found[NameLabel]);
        if (account.Length != 12 || !account.All(char.IsAsciiDigit))
            return Unreadable("its account is not twelve digits");
        if (name.Length is 0 or > 100 || name.AsSpan().ContainsAny(':', '\\'))
            return Unreadable("its `Budget Name` is not a budget's name");
        var comparison = string.Concat(found[ThresholdLabel].TakeWhile(c => c is '>' or '<' or '='));
        if (BudgetAmount.Parse(found[BudgetedLabel]) is not { } budgeted)
            return Unreadable($"its `{BudgetedLabel}` is not an amount");
        if (comparison.Length == 0 || BudgetAmount.Parse(found[ThresholdLabel][comparison.Length..]) is not { } threshold)
            return Unreadable($"its `{ThresholdLabel}` is not a comparison with an amount");
        return BudgetAmount.Parse(given) is { } amount
            ? new BudgetMessageResult.Read(
                new BudgetMessage(account, name, found[TypeLabel], budgeted, type, comparison, threshold, amount))
            : Unreadable($"its `{amountLabel}` is not an amount");
    }

    private static BudgetMessageResult.Unreadable Unreadable(string reason) => new(reason);
}

/// <summary>What a text is, taken for a message of AWS Budgets.</summary>
public abstract record BudgetMessageResult
{
    private BudgetMessageResult()
    {
    }

    public sealed record Read(BudgetMessage Message) : BudgetMessageResult;

    /// <summary>One sentence says why, without a full stop and without the text's own words.</summary>
    public sealed record Unreadable(string Reason) : BudgetMessageResult;
}
