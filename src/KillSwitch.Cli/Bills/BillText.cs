using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Bills;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Bills;
using Spectre.Console;

namespace KillSwitch.Cli.Bills;

/// <summary>A day's bill, held against what was metered, as people read it.</summary>
internal static class BillText
{
    private const int Most = 20;

    /// <param name="console">Where to.</param>
    /// <param name="held">The bill.</param>
    /// <param name="isComplete">Whether AWS has billed the day as a whole.</param>
    /// <param name="isDiscounted">Whether discounts of the policy were taken off what was metered.</param>
    public static void Write(IAnsiConsole console, BillComparison held, bool isComplete, bool isDiscounted)
    {
        var less = isDiscounted ? " less the policy's discounts" : "";
        console.WritePieces(
            new($"{DayOption.Text(held.Day)} (UTC): "), new(held.Billed.ToString(), Ink.Strong),
            new($" billed by AWS; {held.Metered} metered, estimated at list price{less}"));
        if (!isComplete)
        {
            console.WriteText(
                "AWS has not billed the day as a whole yet: it does within two days, and the Marketplace may take four", Ink.Warning);
        }

        if (held.Models.Count > 0)
        {
            console.WriteLine();
            console.WriteTable(Table(held.Models));
        }

        foreach (var model in held.Models.Where(model => model.Drifts.Count > 0))
        {
            console.WriteLine();
            foreach (var drift in model.Drifts)
                console.WritePieces(new(BillWords.Name(model), Ink.Bad), new($": {BillWords.Of(model, drift)}"));
        }

        if (held.Unexplained.Count > 0)
        {
            console.WriteLine();
            console.WriteTable(Unexplained(held.Unexplained));
        }

        if (held.Elsewhere.Count > 0)
        {
            console.WriteLine();
            var regions = string.Join(", ", held.Elsewhere.Select(one => $"{PlainText.Of(one.Region)} {one.Billed}"));
            console.WriteText($"Billed in regions of which this guard reads no records: {regions}");
        }

        console.WriteLine();
        console.WriteText(held switch
        {
            { Billed.Amount: 0, Models.Count: 0 } => "Nothing was billed, and nothing was metered.",
            { Agrees: true } => "The bill and what was metered agree: no model is apart by more than 1 % and $1.",
            _ => "The bill and what was metered are apart by more than 1 % and $1.",
        });
        if (held.Models.Any(model => model.Drifts.Any(drift => drift.Cause is BillCause.RecordsMissing or BillCause.NotMetered)))
            console.WriteText("`killswitch doctor` says whether all that is called is logged.");
    }

    private static TextTable Table(IReadOnlyList<BilledModel> models)
    {
        var table = new TextTable(
        [
            new Column("model"),
            new Column("kind", Rank: 1),
            new Column("billed", Side.Right),
            new Column("at", Side.Right, 3),
            new Column("metered", Side.Right),
            new Column("at", Side.Right, 2),
            new Column("apart", Side.Right),
        ]);
        foreach (var model in models)
        {
            var name = $"{PlainText.Of(model.Model)} {PlainText.Of(model.Region)}";
            foreach (var line in model.Lines)
            {
                table.Add(
                    new Cell(name, model.Drifts.Count > 0 ? Ink.Bad : Ink.Plain),
                    BillWords.Of(line.Kind),
                    Cell.Number((long)Math.Round(line.Billed.Tokens)),
                    BillWords.Rate(line.Billed.Rate),
                    Cell.Number((long)Math.Round(line.Metered.Tokens)),
                    BillWords.Rate(line.Metered.Rate),
                    Signed(line.Billed.Cost - line.Metered.Cost));
                name = "";
            }
        }

        return table;
    }

    private static string Signed(Usd difference) => Math.Round(difference.Amount, 2) switch
    {
        0 => "-",
        > 0 => "+" + difference,
        _ => difference.ToString(),
    };

    private static TextTable Unexplained(IReadOnlyList<UnexplainedUsage> lines)
    {
        var table = new TextTable([new Column("held against nothing"), new Column("billed", Side.Right), new Column("why")]);
        foreach (var one in lines.Take(Most))
        {
            var service = one.Usage.IsOfEdition ? PlainText.Of(one.Usage.Service) + ": " : "";
            table.Add(service + PlainText.Of(one.Usage.UsageType), one.Usage.Cost.ToString(), one.Why);
        }

        if (lines.Count > Most)
        {
            var rest = lines.Skip(Most).Aggregate(Usd.Zero, (sum, one) => sum + one.Usage.Cost);
            table.Add($"and {lines.Count - Most} more, which --output json lists", rest.ToString(), "");
        }

        return table;
    }
}
