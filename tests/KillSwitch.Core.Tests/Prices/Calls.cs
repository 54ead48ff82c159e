using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.Prices;

internal static class Calls
{
    public static readonly DateTimeOffset Autumn = At("2026-10-10");

    public static DateTimeOffset At(string day) =>
        DateTimeOffset.Parse(day + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    public static Invocation To(
        string model, TokenUsage tokens, ServiceTier tier = ServiceTier.Standard, DateTimeOffset? at = null) => new()
        {
            Id = new RecordId("111122223333", "us-east-1", "r"),
            Timestamp = at ?? Autumn,
            Caller = Caller.None,
            Model = ModelId.Parse(model),
            Tokens = tokens,
            HasTokenCounts = true,
            Tier = tier,
        };

    /// <summary>The price where no region says otherwise.</summary>
    public static Core.Prices.Price Find(
        this Core.Prices.PriceBook book, ModelId model, ServiceTier tier, DateTimeOffset at, long inputTokens) =>
        book.Find(new Core.Prices.Tariff(model, Region: "", tier), at, inputTokens);

    /// <summary>A price line of a user's own: input and output at <paramref name="amount"/>, nothing else.</summary>
    public static Core.Prices.PriceEntry Own(string model, decimal amount, string? from = null) => new()
    {
        Model = model,
        Input = amount,
        Output = amount,
        From = from is null ? null : DateOnly.ParseExact(from, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Source = "private offer",
    };
}
