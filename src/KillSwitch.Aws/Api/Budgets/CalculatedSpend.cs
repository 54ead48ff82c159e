using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class CalculatedSpend
{
    public Spend? ActualSpend { get; set; }

    public Spend? ForecastedSpend { get; set; }

    internal static CalculatedSpend Read(JsonElement from) => new()
    {
        ActualSpend = from.Optional(nameof(ActualSpend), Spend.Read),
        ForecastedSpend = from.Optional(nameof(ForecastedSpend), Spend.Read),
    };
}
