using System.Globalization;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Usage as tables for other programs.</summary>
[Collection(AnotherAccount.Name)]
public class UsageTableStories(Deployment account)
{
    private const string Principal = "user/tabled";

    [Fact]
    public async Task What_the_ledger_holds_is_a_row_of_csv_and_rows_of_FOCUS()
    {
        await account.ApplyAsync(
            "version: 1\nexempt: [\"user/admin\"]\nrules:\n  - { id: never, limit: { usd: 1000000 }, every: month, stop: none }\n");
        await using (var meter = account.Start("meter"))
            (await meter.DeliverAsync(Calls.Payload(Calls.Of(Principal, 4)))).IsError.ShouldBeFalse(meter.Log);

        var csv = Cells((await account.CliAsync("usage", "--window", "month", "--top", "1", "--output", "csv")).Succeeded());
        var focus = Cells((await account.CliAsync("usage", "--window", "month", "--output", "focus")).Succeeded());
        var row = csv.Single(one => one["name"] == Principal);
        var hours = focus.Where(one => one["ResourceId"] == Principal).ToList();

        row["calls"].ShouldBe("4");
        hours.Sum(one => long.Parse(one["x_Calls"], CultureInfo.InvariantCulture)).ShouldBe(4);
        Math.Round(hours.Sum(one => Number(one["EffectiveCost"])), 6).ShouldBe(Number(row["usd"]));
        hours.ShouldAllBe(one => one["BilledCost"] == "0" && one["InvoiceId"].Length == 0 && one["ChargePeriodEnd"].EndsWith('Z'));

        // Nothing was spent eleven months ago; a tag that nobody counts is a sentence.
        Cells((await account.CliAsync("usage", "--window", "month", "--ago", "11", "--output", "csv")).Succeeded()).ShouldBeEmpty();
        (await account.CliAsync("usage", "--by", "tag:nobody", "--output", "focus")).ExitCode.ShouldBe(2);
    }

    private static List<Dictionary<string, string>> Cells(string table)
    {
        // No cell here has a comma but the description, which is quoted.
        var lines = table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join("", line.Split('"')
            .Select((part, i) => i % 2 == 1 ? part.Replace(',', ';') : part)).Split(',')).ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static decimal Number(string cell) => decimal.Parse(cell, CultureInfo.InvariantCulture);
}
