using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class PolicyVersion
{
    /// <summary>URL-encoded JSON.</summary>
    public string? Document { get; set; }

    public string? VersionId { get; set; }

    public bool? IsDefaultVersion { get; set; }

    internal static PolicyVersion Read(XElement from) => new()
    {
        Document = from.OptionalText(nameof(Document)),
        VersionId = from.OptionalText(nameof(VersionId)),
        IsDefaultVersion = from.OptionalBool(nameof(IsDefaultVersion)),
    };
}
