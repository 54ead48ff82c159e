using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

/// <summary>The incident's bill at list prices: broken caching on Claude Opus 4.6 over a regional profile.</summary>
public class IncidentArithmeticTests
{
    private const string Opus = "us.anthropic.claude-opus-4-6-v1";

    private static readonly TokenUsage Whole = new(
        InputTokens: 6_470_000_000,
        OutputTokens: 25_400_000,
        CacheReadInputTokens: 1_673_486_351,
        CacheWriteInputTokens: 101_500_001);

    [Fact]
    public void The_bill_is_exact_to_the_last_digit()
    {
        var bill = new PriceBook().Price(Calls.To(Opus, Whole)).Cost;

        bill.Amount.ShouldBe(37_901.729999925m);
        decimal.Round(bill.Amount, 6).ShouldBe(37_901.73m);
        bill.ToString().ShouldBe("$37,901.73");
    }

    [Fact]
    public void The_bill_does_not_depend_on_how_its_tokens_fall_into_calls()
    {
        var book = new PriceBook();
        var (sum, left) = (Usd.Zero, Whole);
        var random = new Random(7);
        for (var call = 0; call < 20_000; call++)
        {
            var part = new TokenUsage(
                Part(left.InputTokens, 400_000), Part(left.OutputTokens, 2_000), Part(left.CacheReadInputTokens, 90_000),
                Part(left.CacheWriteInputTokens, 6_000));
            sum += book.Price(Calls.To(Opus, part)).Cost;
            left -= part;
        }

        (sum + book.Price(Calls.To(Opus, left)).Cost).Amount.ShouldBe(37_901.729999925m);

        long Part(long whole, int most) => Math.Min(whole, random.Next(most));
    }
}
