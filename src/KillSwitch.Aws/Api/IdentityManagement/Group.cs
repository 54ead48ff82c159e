using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class Group
{
    public string Path { get; set; } = "";

    public string GroupName { get; set; } = "";

    public string GroupId { get; set; } = "";

    public string Arn { get; set; } = "";

    internal static Group Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        GroupName = from.Text(nameof(GroupName)),
        GroupId = from.Text(nameof(GroupId)),
        Arn = from.Text(nameof(Arn)),
    };
}
