using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.PriceLists;

public class UsageTypeTests
{
    private static readonly Dictionary<string, UsageKind> Kinds = new()
    {
        ["input"] = UsageKind.Input,
        ["output"] = UsageKind.Output,
        ["cacheRead"] = UsageKind.CacheRead,
        ["cacheWrite5m"] = UsageKind.CacheWrite5m,
        ["cacheWrite1h"] = UsageKind.CacheWrite1h,
        ["cacheWrite 30m"] = UsageKind.CacheWrite30m,
        ["searchUnit"] = UsageKind.SearchUnit,
        ["image"] = UsageKind.Image,
        ["audio second"] = UsageKind.AudioSecond,
        ["guardrail text unit"] = UsageKind.GuardrailTextUnit,
        ["guardrail check"] = UsageKind.GuardrailCheck,
    };

    public static TheoryData<int> Skus => [.. Enumerable.Range(0, PublishedSkus.All.Count)];

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, PublishedSkus.UsageTypes.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Skus))]
    public void Every_published_row_means_what_stands_beside_it(int index)
    {
        var (sku, expected) = PublishedSkus.All[index];
        var meaning = UsageType.Read(sku.UsageType, sku.Feature, sku.InferenceType);
        if (Text(expected, "kind") == "skip")
        {
            meaning.ShouldBe(new UsageMeaning.Skip(Text(expected, "why")));
            return;
        }

        var charge = meaning.ShouldBeOfType<UsageMeaning.Charge>(sku.UsageType);
        charge.Kind.ShouldBe(Kinds[Text(expected, "kind")]);
        charge.Tier.ShouldBe(Enum.Parse<ServiceTier>(Text(expected, "tier"), ignoreCase: true));
        charge.Scope.ShouldBe(Enum.Parse<PriceScope>(Text(expected, "scope"), ignoreCase: true));
        (charge.IsLong, charge.IsLatencyOptimized).ShouldBe((false, false));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_usage_type_of_lists_and_bills_means_what_stands_beside_it(int index)
    {
        var line = PublishedSkus.UsageTypes[index];
        var (kind, tier, scope) = (Text(line, "kind"), Text(line, "tier"), Text(line, "scope"));
        var meaning = UsageType.Read(Text(line, "usagetype"));
        if (kind.StartsWith("skip", StringComparison.Ordinal))
        {
            meaning.ShouldBeOfType<UsageMeaning.Skip>().IsUnderstood.ShouldBeTrue();
            return;
        }

        var charge = meaning.ShouldBeOfType<UsageMeaning.Charge>(Text(line, "usagetype"));
        charge.IsLong.ShouldBe(kind.EndsWith(" long", StringComparison.Ordinal));
        charge.Kind.ShouldBe(Kinds.Single(one => kind == one.Key || kind == one.Key + " long"
            || kind.StartsWith(one.Key + " 0.", StringComparison.Ordinal)).Value);
        if (tier != "-")
            charge.Tier.ShouldBe(Enum.Parse<ServiceTier>(tier, ignoreCase: true));
        if (scope != "-")
            charge.Scope.ShouldBe(scope == "global" ? PriceScope.Global : PriceScope.Regional);
    }

    [Theory]
    [InlineData("USE1-NovaPro-input-tokens-latency-optimized", UsageKind.Input)]
    [InlineData("USE2-NovaPro-latency-optimized-output-tokens", UsageKind.Output)]
    public void Latency_optimized_is_a_price_of_its_own(string text, UsageKind kind) =>
        UsageType.Read(text).ShouldBe(new UsageMeaning.Charge(kind, "novapro") { IsLatencyOptimized = true });

    [Theory]
    [InlineData("USE1-NovaSonic-speech-input-tokens", null)]
    [InlineData("USE1-NovaSonic-input-tokens", "Input speech tokens")]
    [InlineData("USE1-NovaLite-input-tokens-turbo", null)]
    [InlineData("USE1-NovaLite-input-tokens-flex-priority", null)]
    [InlineData("USE1-NovaLite-output-tokens-1h", null)]
    [InlineData("USE1-NovaLite-tokens", null)]
    [InlineData("", null)]
    public void What_is_not_wholly_understood_is_no_price(string text, string? inferenceType) =>
        UsageType.Read(text, inferenceType: inferenceType).ShouldBeOfType<UsageMeaning.Skip>().IsUnderstood.ShouldBeFalse();

    [Fact]
    public void The_feature_says_the_tier_where_the_usage_type_does_not() =>
        UsageType.Read("USE1-NovaLite-input-tokens", "Batch Inference").ShouldBeOfType<UsageMeaning.Charge>().Tier
            .ShouldBe(ServiceTier.Batch);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
