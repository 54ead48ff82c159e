using System.Text.Json;
using KillSwitch.Cli.Bills;
using KillSwitch.Core.Bills;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Cli.Tests.Bills;

public class BillTextTests
{
    private const string Here = "us-east-1";
    private const string Haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
    private const string Service = "Claude Haiku 4.5 (Amazon Bedrock Edition)";

    private static readonly PriceBook Prices = new(
    [
        new PriceEntry
        {
            Model = Haiku, Input = 1.1m, Output = 5.5m, CacheRead = 0.11m, CacheWrite5m = 1.375m, CacheWrite1h = 2.2m, Source = "a test",
        },
    ]);

    // Half of the log was lost, and the output is dearer than the list says.
    internal static readonly BillComparison Held = new BillCheck(Prices).Hold(
        new DateOnly(2026, 11, 28),
        [
            new(Service, "USE1-MP:USE1_InputTokenCount-Units", Here, 40, "Units", new Usd(44)),
            new(Service, "USE1-MP:USE1_OutputTokenCount_Global-Units", Here, 10, "Units", new Usd(66)),
            new("Amazon Bedrock", "USE1-Guardrail-ContentPolicyUnitsConsumed", Here, 100, "1K Text Units", new Usd(15)),
            new("Amazon Bedrock", "EUW1-NovaMicro-input-tokens", "eu-west-1", 100, "1K tokens", new Usd(3)),
        ],
        [new(Here, ModelId.Parse(Haiku), new Usage(100, new TokenUsage(20_000_000, 5_000_000), new Usd(49.5m)))], [Here]);

    [Fact]
    public void Says_by_kind_what_was_billed_and_metered_and_why_they_are_apart()
    {
        var text = Text(Held, isComplete: true, 240);

        text.ShouldContain("2026-11-28 (UTC): $128.00 billed by AWS; $49.50 metered, estimated at list price");
        text.ShouldContain("model                                               kind        billed     at     metered     at    apart");
        text.ShouldContain("anthropic.claude-haiku-4-5-20251001-v1:0 us-east-1  input   40,000,000  $1.10  20,000,000  $1.10  +$22.00");
        text.ShouldContain("                                                    output  10,000,000  $6.60   5,000,000  $5.50  +$38.50");
        text.ShouldContain("`anthropic.claude-haiku-4-5-20251001-v1:0` in us-east-1: records are missing: $55.00 more was billed than records tell");
        text.ShouldContain("the price moved: what was metered costs $5.50 more than was estimated (output at $6.60 a million tokens instead of $5.50)");
        text.ShouldContain("USE1-Guardrail-ContentPolicyUnitsConsumed  $15.00  it is not charged by the token");
        text.ShouldContain("Billed in regions of which this guard reads no records: eu-west-1 $3.00");
        text.ShouldContain("The bill and what was metered are apart by more than 1 % and $1.");
        text.ShouldContain("`killswitch doctor` says whether all that is called is logged.");
        text.ShouldNotContain("AWS has not billed the day as a whole yet");
        text.ShouldNotContain("177.50");
    }

    [Fact]
    public void What_was_metered_less_a_discount_is_not_called_list_price() =>
        Text(Held, isComplete: true, 240, isDiscounted: true)
            .ShouldContain("$49.50 metered, estimated at list price less the policy's discounts");

    [Fact]
    public void A_young_day_is_said_to_be_incomplete() =>
        Text(Held, isComplete: false).ShouldContain("AWS has not billed the day as a whole yet");

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void It_fits_the_terminal(int width) => Text(Held, isComplete: true, width).Split('\n')
        .Select(line => line.TrimEnd().Length).Max().ShouldBeLessThanOrEqualTo(width);

    [Fact]
    public void Programs_read_the_same()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            BillJson.Write(writer, Held, isComplete: true);
            writer.WriteEndObject();
        }

        using var json = JsonDocument.Parse(bytes.ToArray());
        var root = json.RootElement;
        (root.GetProperty("day").GetString(), root.GetProperty("complete").GetBoolean(), root.GetProperty("agrees").GetBoolean())
            .ShouldBe(("2026-11-28", true, false));
        (root.GetProperty("billedUsd").GetDecimal(), root.GetProperty("meteredUsd").GetDecimal()).ShouldBe((128, 49.5m));
        var model = root.GetProperty("models").EnumerateArray().ShouldHaveSingleItem();
        model.GetProperty("drifts").EnumerateArray()
            .Select(drift => (drift.GetProperty("cause").GetString(), drift.GetProperty("usd").GetDecimal()))
            .ShouldBe([("recordsMissing", 55m), ("priceMoved", 5.5m)]);
        var output = model.GetProperty("kinds")[1];
        (output.GetProperty("kind").GetString(), output.GetProperty("billed").GetProperty("usdPerMillion").GetDecimal(),
            output.GetProperty("metered").GetProperty("tokens").GetDecimal()).ShouldBe(("output", 6.6m, 5_000_000));
        var type = output.GetProperty("usageTypes").EnumerateArray().ShouldHaveSingleItem();
        (type.GetProperty("tier").GetString(), type.GetProperty("scope").GetString()).ShouldBe(("standard", "global"));
        root.GetProperty("unexplained")[0].GetProperty("usageType").GetString().ShouldBe("USE1-Guardrail-ContentPolicyUnitsConsumed");
        root.GetProperty("elsewhere")[0].GetProperty("billedUsd").GetDecimal().ShouldBe(3);
    }

    private static string Text(BillComparison held, bool isComplete, int width = 160, bool isDiscounted = false)
    {
        using var writer = new StringWriter();
        BillText.Write(Run.Console(writer, width), held, isComplete, isDiscounted);
        return writer.ToString();
    }
}
