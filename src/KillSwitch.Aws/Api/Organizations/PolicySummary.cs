using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class PolicySummary
{
    public string Id { get; set; } = "";

    public string? Arn { get; set; }

    public string? Name { get; set; }

    internal static PolicySummary Read(JsonElement from) => new()
    {
        Id = from.Text(nameof(Id)),
        Arn = from.OptionalText(nameof(Arn)),
        Name = from.OptionalText(nameof(Name)),
    };
}
