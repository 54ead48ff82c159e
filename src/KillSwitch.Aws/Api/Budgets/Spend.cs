using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class Spend
{
    public decimal? Amount { get; set; }

    /// <summary><c>USD</c>, or the unit of a usage budget.</summary>
    public string? Unit { get; set; }

    internal static Spend Read(JsonElement from) => new()
    {
        Amount = from.OptionalDecimal(nameof(Amount)),
        Unit = from.OptionalText(nameof(Unit)),
    };
}
