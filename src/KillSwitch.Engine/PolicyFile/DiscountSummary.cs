using System.Globalization;
using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>A discount in one plain sentence.</summary>
public static class DiscountSummary
{
    public static string Of(Discount discount)
    {
        var matching = string.Join(" and ", discount.Match.Select(match =>
            $"{match.Field.Said} {string.Join(" or ", match.AnyOf)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{discount.Off.Percent:0.####} % off the list price of {(matching.Length == 0 ? "every call" : $"calls of {matching}")}"
                + $"{(discount.From is { } from ? $", from {from:yyyy-MM-dd}" : "")}"
                + $"{(discount.Until is { } until ? $", until {until:yyyy-MM-dd}" : "")} ({discount.Off.Source})");
    }
}
