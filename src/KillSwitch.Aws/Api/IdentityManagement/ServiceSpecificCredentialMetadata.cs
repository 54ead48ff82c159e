using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ServiceSpecificCredentialMetadata
{
    public string UserName { get; set; } = "";

    public StatusType? Status { get; set; }

    public string ServiceSpecificCredentialId { get; set; } = "";

    public string ServiceName { get; set; } = "";

    internal static ServiceSpecificCredentialMetadata Read(XElement from) => new()
    {
        UserName = from.Text(nameof(UserName)),
        Status = from.OptionalText(nameof(Status)) is { } status ? new StatusType(status) : null,
        ServiceSpecificCredentialId = from.Text(nameof(ServiceSpecificCredentialId)),
        ServiceName = from.Text(nameof(ServiceName)),
    };
}
