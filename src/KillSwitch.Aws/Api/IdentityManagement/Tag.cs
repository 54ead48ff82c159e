using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class Tag
{
    public string? Key { get; set; }

    public string? Value { get; set; }

    internal static Tag Read(XElement from) => new() { Key = from.Text(nameof(Key)), Value = from.Text(nameof(Value)) };

    internal static void Write(QueryParameters to, Tag tag) => to.Add(nameof(Key), tag.Key).Add(nameof(Value), tag.Value);
}
