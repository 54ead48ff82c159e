using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudTrail.Model;

public class LookupAttribute
{
    public LookupAttributeKey? AttributeKey { get; set; }

    public string? AttributeValue { get; set; }

    internal static void Write(Utf8JsonWriter to, LookupAttribute attribute)
    {
        to.WriteStartObject();
        to.Add("AttributeKey", attribute.AttributeKey?.Value).Add("AttributeValue", attribute.AttributeValue);
        to.WriteEndObject();
    }
}
