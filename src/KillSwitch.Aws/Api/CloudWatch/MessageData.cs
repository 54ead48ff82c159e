using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class MessageData
{
    public string? Code { get; set; }

    public string? Value { get; set; }

    internal static MessageData Read(XElement from) => new()
    {
        Code = from.OptionalText(nameof(Code)),
        Value = from.OptionalText(nameof(Value)),
    };
}
