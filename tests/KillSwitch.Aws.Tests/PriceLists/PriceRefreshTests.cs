using Amazon.Pricing;
using Amazon.Runtime;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.PriceLists;
using KillSwitch.Aws.Routes;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Aws.Tests.PriceLists;

/// <summary>AWS's Price List on this machine, read, held against what is in force, and kept in a table.</summary>
public sealed class PriceRefreshTests : IAsyncLifetime, IDisposable
{
    private const string Region = "us-east-1";
    private const string Nova = "amazon.nova-micro-v1:0";
    private static readonly DateTimeOffset Day = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly MotoServer _moto;
    private readonly PriceListServer _server = new PriceListServer().Put("Nova Micro", 0.04m, 0.15m).Put("Nova Lite", 0.06m, 0.24m);
    private readonly AmazonPricingClient _pricing;
    private readonly BedrockByRegion _bedrock;
    private DynamoPriceStore _store = null!;
    private AuditTrail _audit = null!;
    private PriceRefresh _refresh = null!;

    public PriceRefreshTests(MotoServer moto)
    {
        _moto = moto;
        var credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
        _pricing = new AmazonPricingClient(credentials, new AmazonPricingConfig { ServiceURL = _server.Url.ToString(), MaxErrorRetry = 0 });
        _bedrock = new BedrockByRegion(credentials, _server.Url.ToString());
    }

    public async ValueTask InitializeAsync()
    {
        var table = await Tables.CreateAsync(_moto);
        (_store, _audit) = (new DynamoPriceStore(table), new AuditTrail(table));
        _refresh = new PriceRefresh(new AwsPriceLists(new OfferFiles(_server.Url), _pricing, _bedrock), _store);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _server.Dispose();
        _pricing.Dispose();
        _bedrock.Dispose();
    }

    private ValueTask<RefreshedPrices> RunAsync(int day = 0, params string[] called) =>
        _refresh.RunAsync(Region, called, Day.AddDays(day), default);

    private async Task<decimal> InputAsync(DateTimeOffset at, string model = Nova, string region = Region) =>
        (await ListedBook.ReadAsync(_store, new Policy(), default)).Find(new Tariff(ModelId.Parse(model), region), at, 0).Input;

    [Fact]
    public async Task A_whole_list_is_in_force_and_a_record_costs_what_was_in_force_at_its_time()
    {
        var first = await RunAsync();
        (first.Problem, first.Taken.Count, first.Prices!.Held.Count).ShouldBe((null, 2, 0));
        (await InputAsync(Day)).ShouldBe(0.04m);
        (await _store.VersionAsync(default)).ShouldBe(1);

        _server.Put("Nova Micro", 0.05m, 0.15m);
        (await RunAsync(2)).Taken.ShouldHaveSingleItem();
        (await InputAsync(Day.AddDays(1))).ShouldBe(0.04m);
        (await InputAsync(Day.AddDays(2))).ShouldBe(0.05m);
        (await InputAsync(Day.AddDays(2), region: "eu-central-1")).ShouldBe(0.046m, "another region's list was not read");
        (await _audit.ReadAsync(Day, default)).Select(entry => entry.What).ShouldBe(
            ["2 prices of us-east-1 taken up from AWS's list 20261130000000"]);
    }

    [Fact]
    public async Task The_same_list_again_moves_nothing()
    {
        await RunAsync();
        (await RunAsync(1)).Taken.ShouldBeEmpty();
        (await _store.VersionAsync(default)).ShouldBe(1);
        (await _store.FindAsync(Region, default))!.Prices.ReadAt.ShouldBe(Day.AddDays(1));
    }

    [Theory]
    [InlineData(PriceListMood.Cut, "broke off")]
    [InlineData(PriceListMood.CutAndHidden, "not whole")]
    [InlineData(PriceListMood.Throttled, "the answer was 429")]
    [InlineData(PriceListMood.Unavailable, "the answer was 503")]
    [InlineData(PriceListMood.Page, "not whole")]
    [InlineData(PriceListMood.Empty, "not whole")]
    public async Task A_list_that_is_half_read_changes_nothing_and_is_said(PriceListMood mood, string why)
    {
        await RunAsync();
        _server.Put("Nova Micro", 0.05m, 0.15m).Take("Nova Lite");
        _server.Files = mood;
        var half = await RunAsync(1);

        half.Problem.ShouldNotBeNull().ShouldContain(why);
        half.IsUnreachable.ShouldBeFalse();
        half.Taken.ShouldBeEmpty();
        (await InputAsync(Day.AddDays(1))).ShouldBe(0.04m);
        (await _store.FindAsync(Region, default))!.Prices.Held.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nobody_answers_at_all_that_is_what_is_said()
    {
        var gone = new PriceRefresh(new AwsPriceLists(new OfferFiles(new Uri("http://127.0.0.1:1")), _pricing, _bedrock), _store);
        var refreshed = await gone.RunAsync(Region, [], Day, default);
        (refreshed.IsUnreachable, refreshed.Prices).ShouldBe((true, null));
    }

    [Fact]
    public async Task What_is_refused_once_is_asked_for_again()
    {
        _server.Hiccups = 2;
        (await RunAsync()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Where_the_files_cannot_be_had_the_API_says_the_same()
    {
        var byFiles = await RunAsync();
        (_server.Files, _server.Products) = (PriceListMood.Unavailable, PriceListMood.Whole);
        var byApi = await RunAsync(1);
        (byApi.Problem, byApi.Taken.Count).ShouldBe((null, 0));
        byApi.Prices!.Entries.ShouldBe(byFiles.Prices!.Entries);
        _server.Asked.ShouldContain(asked => asked.Contains("\"regionCode\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_price_three_times_as_high_and_a_model_that_is_gone_wait_and_a_new_model_does_not()
    {
        await RunAsync();
        _server.Offered["Nova Ultra"] = "amazon.nova-ultra-v1:0";
        _server.Put("Nova Micro", 0.12m, 0.15m).Put("Nova Ultra", 9, 90).Put("Nova Mystery", 1, 2).Take("Nova Lite");
        var refreshed = await RunAsync(1);

        refreshed.Taken.ShouldHaveSingleItem().Model.ShouldBe("amazon.nova-ultra-v1:0");
        refreshed.Prices!.Unjoined.ShouldBe(["Nova Mystery"]);
        refreshed.Prices.Held.Select(change => PriceWords.Of(change, Region)).ShouldBe(
        [
            "`amazon.nova-lite-v1:0` in us-east-1: gone from the list",
            "`amazon.nova-micro-v1:0` in us-east-1: input $0.04 becomes $0.12",
        ]);
        (await InputAsync(Day.AddDays(1))).ShouldBe(0.04m);
        (await InputAsync(Day.AddDays(1), "amazon.nova-lite-v1:0")).ShouldBe(0.06m);
        (await InputAsync(Day.AddDays(1), "amazon.nova-ultra-v1:0")).ShouldBe(9);

        var accepted = await PriceRefresh.AcceptAsync(_store, Region, change => change.Model == Nova, "user/ann", Day.AddDays(2), default);
        accepted.ShouldHaveSingleItem();
        (await InputAsync(Day.AddDays(1))).ShouldBe(0.04m);
        (await InputAsync(Day.AddDays(2))).ShouldBe(0.12m);
        (await _store.FindAsync(Region, default))!.Prices.Held.ShouldHaveSingleItem().Model.ShouldBe("amazon.nova-lite-v1:0");
        (await _audit.ReadAsync(Day.AddDays(2), default)).ShouldContain(entry =>
            entry.What.Contains("accepted by user/ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_model_that_was_called_and_is_in_no_list_the_accounts_own_offer_counts()
    {
        _server.RateCards["acme.large-1"] =
            [("input_tokens_standard", "2.5"), ("output_tokens_standard", "10"), ("EUC1_InputTokenCount", "9")];
        (await RunAsync(0, "acme.large-1", "acme.other-1", Nova)).Problem.ShouldBeNull();
        (await InputAsync(Day, "acme.large-1")).ShouldBe(2.5m);
        _server.Asked.ShouldNotContain(asked => asked.Contains("offers/amazon.nova", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_watch_reads_once_a_day_and_after_a_deployment_and_says_what_waits()
    {
        var ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false));
        var looks = new List<RefreshedPrices>();
        var duty = Duty("1");
        (await LookAsync(duty, Day)).ShouldBeEmpty();
        (await LookAsync(duty, Day.AddHours(23))).ShouldBeEmpty();
        looks.Count.ShouldBe(1);
        (await LookAsync(Duty("2"), Day.AddHours(23))).ShouldBeEmpty();
        looks.Count.ShouldBe(2);

        _server.Put("Nova Micro", 0.12m, 0.15m);
        var held = (await LookAsync(Duty("2"), Day.AddHours(48))).ShouldHaveSingleItem();
        (held.Kind, held.IsToldAtOnce).ShouldBe((GuardCondition.PricesHeld, true));
        held.Text.ShouldContain("input $0.04 becomes $0.12");
        held.Remedy.ShouldContain("killswitch prices accept amazon.nova-micro-v1:0");

        await PriceRefresh.AcceptAsync(_store, Region, _ => true, "user/ann", Day.AddHours(49), default);
        (await LookAsync(Duty("2"), Day.AddHours(49))).ShouldBeEmpty();

        _server.Files = PriceListMood.Unavailable;
        (await LookAsync(Duty("2"), Day.AddHours(73))).ShouldHaveSingleItem().Kind.ShouldBe(GuardCondition.PricesUnread);
        (await LookAsync(Duty("2"), Day.AddHours(73.5))).ShouldHaveSingleItem();
        looks.Count.ShouldBe(4, "an hour passes before the next try");
        _server.Files = PriceListMood.Whole;
        (await LookAsync(Duty("2"), Day.AddHours(74.1))).ShouldBeEmpty();

        PriceDuty Duty(string program) => new(_refresh, _store, ports, [Region], program) { Tell = looks.Add };

        async Task<IReadOnlyList<Condition>> LookAsync(PriceDuty one, DateTimeOffset now)
        {
            var findings = new Findings();
            (await one.LookAsync(findings, now, default)).ShouldBeTrue();
            return findings.Present;
        }
    }

    [Fact]
    public async Task A_process_reads_prices_anew_when_they_moved_and_only_then()
    {
        var prices = new PricesInForce(_store, TimeProvider.System);
        (await prices.RefreshAsync(TimeSpan.Zero, default)).ShouldBeFalse();
        await RunAsync();
        (await prices.RefreshAsync(TimeSpan.FromMinutes(1), default)).ShouldBeFalse();
        (await prices.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();
        prices.Entries.Count.ShouldBe(2);
        await RunAsync(1);
        (await prices.RefreshAsync(TimeSpan.Zero, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_region_that_was_edited_away_is_noted_and_read_as_never_read()
    {
        var table = await Tables.CreateAsync(_moto);
        var store = new DynamoPriceStore(table);
        await table.Client.PutItemAsync(table.Name, new()
        {
            ["pk"] = new() { S = "prices" },
            ["sk"] = new() { S = "region#us-east-1" },
            ["prices"] = new() { S = "none" },
        });
        (await store.AllAsync(default)).ShouldBeEmpty();
        table.Damaged.Take().ShouldHaveSingleItem().Name.ShouldBe("prices/region#us-east-1");
        var refreshed = await new PriceRefresh(new AwsPriceLists(new OfferFiles(_server.Url), _pricing, _bedrock), store)
            .RunAsync(Region, [], Day, default);
        refreshed.Taken.Count.ShouldBe(2);
    }
}
