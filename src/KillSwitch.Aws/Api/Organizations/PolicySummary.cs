using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class PolicySummary
{
    public string Id { get; set; } = "";

    public string? Arn { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public PolicyType? Type { get; set; }

    public bool? AwsManaged { get; set; }

    internal static PolicySummary Read(JsonElement from) => new()
    {
        Id = from.Text(nameof(Id)),
        Arn = from.OptionalText(nameof(Arn)),
        Name = from.OptionalText(nameof(Name)),
        Description = from.OptionalText(nameof(Description)),
        Type = from.OptionalText(nameof(Type)) is { } type ? new PolicyType(type) : null,
        AwsManaged = from.OptionalBool(nameof(AwsManaged)),
    };
}
