using System.Globalization;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests;

/// <summary>AWS's own Price List, on this machine, and a deployed guard that goes by it.</summary>
[Collection(AnotherAccount.Name)]
public sealed class PriceListStories(Deployment account) : IAsyncLifetime, IDisposable
{
    // No other story calls these.
    private const string Lite = "amazon.titan-text-lite-v1";
    private const string Express = "amazon.titan-text-express-v1";

    private readonly PriceListServer _list = new PriceListServer { Effective = DateOnly.FromDateTime(DateTime.UtcNow) }
        .Put("Titan Text G1 Lite", 0.2m, 0.3m).Put("Titan Text G1 Express", 0.2m, 0.6m);

    // The emulator takes every signed GET of Bedrock's for forged: while the watch runs nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await account.ApplyAsync(
            "version: 1\nexempt: [\"user/admin\"]\nrules:\n  - { id: never, limit: { usd: 1000000 }, every: month, stop: none }\n");
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await account.EnforceAsync(true);
    }

    public void Dispose() => _list.Dispose();

    [Fact]
    public async Task What_is_right_is_taken_up_what_is_doubtful_waits_and_a_record_costs_what_was_in_force_at_its_time()
    {
        // Until a list is read the program's own prices count.
        (await JsonAsync("prices", "diff")).GetProperty("regions").GetArrayLength().ShouldBe(0);
        await WatchAsync("price list was read");
        Rows(await JsonAsync("prices", "diff", Lite)).ShouldContain(("input", 0.2m, 0.15m));

        var shown = await JsonAsync("prices", Lite, "--stack", "KillSwitch");
        shown.GetProperty("source").GetString()!.ShouldContain("AWS price list 20261130000000");
        shown.GetProperty("since").GetString().ShouldBe(_list.Effective.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        (await JsonAsync("prices", Lite)).GetProperty("usdPerMillionTokens").GetProperty("input").GetDecimal().ShouldBe(0.15m);

        var call = Calls.Of("user/quiet", 1, 1_000_000)[0] with
        {
            Model = ModelId.Parse(Lite),
            Tokens = new TokenUsage(InputTokens: 1_000_000),
        };
        await using (var meter = account.Start("meter"))
        {
            (await meter.DeliverAsync(Calls.Payload(
                call,
                call with { Id = new RecordId(call.Id.Account, "us-east-1", Guid.NewGuid()), Timestamp = call.Timestamp.AddDays(-1) })))
                .IsError.ShouldBeFalse(meter.Log);
        }

        (await SpentAsync()).ShouldBe(0.2m + 0.15m);

        foreach (var (mood, why) in ((PriceListMood, string)[])[(PriceListMood.Cut, "broke off"), (PriceListMood.CutAndHidden, "not whole"),
            (PriceListMood.Throttled, "429"), (PriceListMood.Unavailable, "503")])
        {
            _list.Files = mood;
            var refused = await account.CliAsync(_list.Url, "prices", "refresh");
            (refused.ExitCode, refused.Output).ShouldBe((3, ""));
            refused.Error.ShouldContain(why);
            refused.Error.ShouldContain("nothing of us-east-1 was changed");
        }

        _list.Files = PriceListMood.Whole;
        _list.Put("Titan Text G1 Lite", 0.6m, 0.3m).Put("Palmyra X4", 2.6m, 10).Put("Nova Mystery", 1, 2).Take("Titan Text G1 Express");
        var region = JsonDocument.Parse((await account.CliAsync(_list.Url, "prices", "refresh", "--output", "json")).Succeeded())
            .RootElement.GetProperty("regions")[0];
        Models(region, "taken").ShouldBe(["writer.palmyra-x4-v1:0"]);
        Models(region, "held").ShouldBe([Express, Lite]);
        region.GetProperty("unjoined")[0].GetString().ShouldBe("Nova Mystery");
        Rows(await JsonAsync("prices", "diff", Lite)).ShouldContain(("input", 0.2m, 0.15m));

        await WatchAsync("PricesHeld");
        (await JsonAsync("status")).GetProperty("conditions").EnumerateArray().Single(one =>
            one.GetProperty("kind").GetString() == "pricesHeld").GetProperty("text").GetString()!
            .ShouldContain("input $0.20 becomes $0.60");

        var asked = await account.CliAsync(_list.Url, "prices", "accept", Lite);
        (asked.ExitCode, asked.Output).ShouldBe((1, ""));
        (await account.CliAsync(_list.Url, "prices", "accept", "amazon.titan-text-heavy")).ExitCode.ShouldBe(2);
        (await account.CliAsync(_list.Url, "prices", "accept", Lite, "--yes")).Succeeded()
            .ShouldContain("input $0.20 becomes $0.60: in force");
        Rows(await JsonAsync("prices", "diff", Lite)).ShouldContain(("input", 0.6m, 0.15m));
        await using (var meter = account.Start("meter"))
        {
            (await meter.DeliverAsync(Calls.Payload(call with { Id = new RecordId(call.Id.Account, "us-east-1", Guid.NewGuid()) })))
                .IsError.ShouldBeFalse(meter.Log);
        }

        (await SpentAsync()).ShouldBe(0.2m + 0.15m + 0.6m);
        (await account.CliAsync(_list.Url, "prices", "accept", "--yes")).Succeeded().ShouldContain("gone from the list");
    }

    private async Task WatchAsync(string says)
    {
        await using var watch = account.Start("watch", priceList: _list.Url);
        (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        watch.Log.ShouldContain(says, customMessage: $"{string.Join('\n', _list.Asked)}\n{watch.Log}");
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse((await account.CliAsync(_list.Url, [.. arguments, "--output", "json"])).Succeeded()).RootElement;

    // Yesterday may have been another month.
    private async Task<decimal> SpentAsync()
    {
        var spent = 0m;
        foreach (var ago in (string[])["0", "1"])
        {
            spent += (await JsonAsync("usage", "--by", "model", "--window", "month", "--ago", ago)).GetProperty("rows").EnumerateArray()
                .Where(row => row.GetProperty("name").GetString() == Lite).Sum(row => row.GetProperty("usd").GetDecimal());
        }

        return spent;
    }

    private static IEnumerable<string?> Models(JsonElement region, string name) =>
        region.GetProperty(name).EnumerateArray().Select(change => change.GetProperty("model").GetString());

    private static IEnumerable<(string?, decimal, decimal)> Rows(JsonElement diff) =>
        diff.GetProperty("regions")[0].GetProperty("differ").EnumerateArray().Select(row => (
            row.GetProperty("kind").GetString(), row.GetProperty("inForce").GetDecimal(), row.GetProperty("embedded").GetDecimal()));
}
