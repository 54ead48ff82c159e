using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ManagedPolicyDetail
{
    public string Arn { get; set; } = "";

    /// <summary>The version in force.</summary>
    public string? DefaultVersionId { get; set; }

    public List<PolicyVersion>? PolicyVersionList { get; set; }

    internal static ManagedPolicyDetail Read(XElement from) => new()
    {
        Arn = from.Text(nameof(Arn)),
        DefaultVersionId = from.OptionalText(nameof(DefaultVersionId)),
        PolicyVersionList = from.Members(nameof(PolicyVersionList), PolicyVersion.Read),
    };
}
