using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class Organization
{
    public string Id { get; set; } = "";

    public string? Arn { get; set; }

    public OrganizationFeatureSet? FeatureSet { get; set; }

    public string? MasterAccountArn { get; set; }

    public string? MasterAccountId { get; set; }

    public string? MasterAccountEmail { get; set; }

    internal static Organization Read(JsonElement from) => new()
    {
        Id = from.Text(nameof(Id)),
        Arn = from.OptionalText(nameof(Arn)),
        FeatureSet = from.OptionalText(nameof(FeatureSet)) is { } featureSet ? new OrganizationFeatureSet(featureSet) : null,
        MasterAccountArn = from.OptionalText(nameof(MasterAccountArn)),
        MasterAccountId = from.OptionalText(nameof(MasterAccountId)),
        MasterAccountEmail = from.OptionalText(nameof(MasterAccountEmail)),
    };
}
