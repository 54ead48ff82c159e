using System.Globalization;
using KillSwitch.Core.Bills;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Bills;

/// <summary>What a bill's differences mean, as people read it.</summary>
public static class BillWords
{
    /// <summary>In a clause without a full stop.</summary>
    public static string Of(BilledModel model, BillDrift drift) => drift.Cause switch
    {
        BillCause.RecordsMissing when model.Unlogged > Usd.Zero =>
            $"records are missing: {drift.Amount} more was billed than records tell, and CloudWatch's metrics count {model.Unlogged} of it",
        BillCause.RecordsMissing => $"records are missing: {drift.Amount} more was billed than records tell",
        BillCause.NotMetered when model.Unlogged > Usd.Zero =>
            $"{drift.Amount} was billed, and no record tells of a call; CloudWatch's metrics count {model.Unlogged} of it",
        BillCause.NotMetered => IsBatch(model)
            ? $"{drift.Amount} was billed for batch jobs, of which no record tells"
            : $"{drift.Amount} was billed and no record tells of a call: a call type that no log has, or logging was off",
        BillCause.MeteredMore =>
            $"{drift.Amount} more was metered than was billed: the bill is not whole yet, or something was counted twice",
        BillCause.NotBilled =>
            $"{drift.Amount} was metered and the bill does not name it: the bill is not whole yet, or names it otherwise",
        _ => $"the price moved: what was metered costs {drift.Amount} {(Dearer(model) ? "more" : "less")} than was estimated{Rates(model)}",
    };

    /// <summary>The kind as it stands in a table.</summary>
    public static string Of(BilledKind kind) => kind switch
    {
        BilledKind.Input => "input",
        BilledKind.Output => "output",
        BilledKind.CacheRead => "cache read",
        _ => "cache write",
    };

    /// <summary>Which model, and where.</summary>
    public static string Name(BilledModel model) => $"`{PlainText.Of(model.Model)}` in {PlainText.Of(model.Region)}";

    /// <summary>Dollars a million tokens.</summary>
    public static string Rate(decimal? rate) =>
        rate is { } known ? "$" + known.ToString("#,##0.00##", CultureInfo.InvariantCulture) : "-";

    private static bool Dearer(BilledModel model) => model.Lines.Sum(line => line.OfRate.Amount) > 0;

    private static bool IsBatch(BilledModel model) => model.Lines.SelectMany(line => line.Tariffs)
        .All(tariff => tariff.Charge.Tier == Core.Invocations.ServiceTier.Batch);

    // The kind that makes the most of it.
    private static string Rates(BilledModel model) =>
        model.Lines.OrderByDescending(line => Math.Abs(line.OfRate.Amount)).FirstOrDefault() is { Billed.Rate: not null } line
            ? $" ({Of(line.Kind)} at {Rate(line.Billed.Rate)} a million tokens instead of {Rate(line.Metered.Rate)})" : "";
}
