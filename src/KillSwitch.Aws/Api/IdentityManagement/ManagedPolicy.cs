using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ManagedPolicy
{
    public string Arn { get; set; } = "";

    /// <summary>The version in force.</summary>
    public string? DefaultVersionId { get; set; }

    internal static ManagedPolicy Read(XElement from) => new()
    {
        Arn = from.Text(nameof(Arn)),
        DefaultVersionId = from.OptionalText(nameof(DefaultVersionId)),
    };
}
