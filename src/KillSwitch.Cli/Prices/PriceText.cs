using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.PriceLists;
using Spectre.Console;

namespace KillSwitch.Cli.Prices;

/// <summary>What one call costs, as people read it.</summary>
internal static class PriceText
{
    public static void Write(IAnsiConsole console, ShownPrice shown)
    {
        var (model, price) = (shown.Tariff.Model, shown.Price);
        var priced = $"{JsonText.Word(model.Scope)}, {JsonText.Word(shown.Tariff.Tier)} tier"
            + (shown.Tariff.IsLatencyOptimized ? ", latency-optimized" : "");
        var length = "a call of " + Counted.Of(shown.InputTokens, "input token");
        console.WritePieces(
            new(PlainText.Of(model.Id), Ink.Strong), new($" in {shown.Tariff.Region}, {priced}, on {DayOption.Text(shown.At)}, {length}"));
        if (price.Basis == PriceBasis.FailSafe && !shown.IsByUnit)
            console.WriteText($"No price of this model is known: it is counted like {price.Source}.", Ink.Warning);

        if (!shown.IsByUnit)
        {
            var table = new TextTable([new Column("tokens"), new Column("$ per million", Side.Right)]);
            foreach (var (kind, amount) in (IEnumerable<(string, decimal?)>)[("input", price.Input), ("output", price.Output),
                ("cache read", price.CacheRead), ("cache write, 5 minutes", price.CacheWrite5m),
                ("cache write, 1 hour", price.CacheWrite1h)])
            {
                table.Add(kind, amount is { } known ? PriceWords.Amount(known) : "none");
            }

            console.WriteLine();
            console.WriteTable(table);
        }

        if (shown.Units.Count > 0)
        {
            var table = new TextTable([new Column("units"), new Column("$ for one", Side.Right)]);
            foreach (var unit in shown.Units)
                table.Add(Name(unit), PriceWords.Amount(unit.PerUnit.Amount));
            console.WriteLine();
            console.WriteTable(table);
        }

        console.WriteLine();
        var dated = (shown.Date is { } day ? $", {DayOption.Text(day)}" : "")
            + (shown.Since is { } from ? $"; in force since {DayOption.Text(from)}" : "");
        console.WriteText($"Source: {PlainText.Of(shown.Source)}{dated}");
        if (shown.Discount is { } less)
        {
            console.WriteText(string.Create(
                CultureInfo.InvariantCulture,
                $"Discount: {less.Percent:0.####} % off list prices ({PlainText.Of(less.Source)}), taken off here; none is off "
                    + $"your own."));
        }

        foreach (var other in shown.ByCaller)
            console.WriteText($"By caller: {PlainText.Of(other)}");
    }

    private static string Name(UnitPrice unit) => unit.Kind switch
    {
        UnitKind.Search => "each search",
        UnitKind.VideoSecond => "each second of video",
        _ => $"each image{(unit.IsPremium ? ", premium" : "")}{(unit.Side is { } side ? $", up to {side} pixels" : "")}",
    };
}
