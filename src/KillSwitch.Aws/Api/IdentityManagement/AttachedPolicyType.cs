using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class AttachedPolicyType
{
    public string PolicyName { get; set; } = "";

    public string PolicyArn { get; set; } = "";

    internal static AttachedPolicyType Read(XElement from) =>
        new() { PolicyName = from.Text(nameof(PolicyName)), PolicyArn = from.Text(nameof(PolicyArn)) };
}
