using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>What AWS charges for what the guard uses, in dollars; <c>prices.json</c> says where each price is from.</summary>
internal sealed class PriceTable
{
    private readonly Dictionary<string, decimal> _each;

    private PriceTable(Dictionary<string, decimal> each) => _each = each;

    public static PriceTable Read()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "tests", "KillSwitch.Account.Tests", "Costs", "prices.json")));
        return new PriceTable(json.RootElement.GetProperty("prices").EnumerateArray().ToDictionary(
            price => price.GetProperty("id").GetString()!,
            price => price.GetProperty("usd").GetDecimal() / price.GetProperty("per").GetDecimal()));
    }

    public decimal Of(string id, decimal amount) => _each[id] * amount;
}
