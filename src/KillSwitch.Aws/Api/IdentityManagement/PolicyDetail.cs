using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

/// <summary>An inline policy.</summary>
public class PolicyDetail
{
    public string? PolicyName { get; set; }

    /// <summary>URL-encoded JSON.</summary>
    public string? PolicyDocument { get; set; }

    internal static PolicyDetail Read(XElement from) => new()
    {
        PolicyName = from.OptionalText(nameof(PolicyName)),
        PolicyDocument = from.OptionalText(nameof(PolicyDocument)),
    };
}
