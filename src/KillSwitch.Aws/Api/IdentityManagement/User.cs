using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class User
{
    public string Path { get; set; } = "";

    public string UserName { get; set; } = "";

    public string UserId { get; set; } = "";

    public string Arn { get; set; } = "";

    internal static User Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        UserName = from.Text(nameof(UserName)),
        UserId = from.Text(nameof(UserId)),
        Arn = from.Text(nameof(Arn)),
    };
}
