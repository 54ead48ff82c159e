using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

/// <summary>What counts as a cost. AWS counts whatever is not given.</summary>
public class CostTypes
{
    public bool? IncludeCredit { get; set; }

    internal static CostTypes Read(JsonElement from) => new()
    {
        IncludeCredit = from.OptionalBool(nameof(IncludeCredit)),
    };
}
