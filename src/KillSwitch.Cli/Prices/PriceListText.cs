using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.PriceLists;
using Spectre.Console;

namespace KillSwitch.Cli.Prices;

/// <summary>A list of prices, as people read it.</summary>
internal static class PriceListText
{
    /// <param name="console">Where to.</param>
    /// <param name="entries">Each with what it is for.</param>
    /// <param name="region">Whose they are; null for every region's.</param>
    public static void Write(IAnsiConsole console, IEnumerable<PriceEntry> entries, string? region)
    {
        var table = new TextTable(
        [
            new Column("model"),
            new Column("scope"),
            new Column("input", Side.Right),
            new Column("output", Side.Right),
            new Column("read", Side.Right),
            new Column("write 5 min", Side.Right, 1),
            new Column("write 1 h", Side.Right, 2),
        ]);
        foreach (var entry in entries)
        {
            table.Add([PlainText.Of(entry.Model), JsonText.Word(entry.Scope),
                .. new[] { entry.Input, entry.Output, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h }.Select(
                amount => (Cell)(amount is { } known ? PriceWords.Amount(known) : ""))]);
            foreach (var when in When(entry))
                table.Add([when, "", "", "", "", "", ""]);
        }

        console.WriteTable(table);
        console.WriteText("Dollars per million tokens. `killswitch prices MODEL` says all that is in force, and who says so"
            + (region is null ? "; `--region` what a region charges." : "."));
    }

    // Each on a row of its own under the model.
    private static IEnumerable<string> When(PriceEntry entry)
    {
        if (entry.AboveInputTokens is { } above)
            yield return string.Create(CultureInfo.InvariantCulture, $"  above {above:#,##0} input tokens");
        if (entry.Region is { } region)
            yield return "  in " + region;
        if (entry.Tier != ServiceTier.Standard)
            yield return "  " + JsonText.Word(entry.Tier) + " tier";
        if (entry.From is { } from)
            yield return "  from " + DayOption.Text(from);
    }
}
