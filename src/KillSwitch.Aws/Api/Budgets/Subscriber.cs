using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class Subscriber
{
    /// <summary>The topic's ARN, or the address.</summary>
    public string? Address { get; set; }

    internal static Subscriber Read(JsonElement from) => new()
    {
        Address = from.OptionalText(nameof(Address)),
    };
}
