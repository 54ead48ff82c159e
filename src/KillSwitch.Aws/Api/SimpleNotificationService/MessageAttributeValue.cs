using KillSwitch.Aws.Api.Query;

namespace Amazon.SimpleNotificationService.Model;

public class MessageAttributeValue
{
    /// <summary><c>String</c>, <c>String.Array</c> or <c>Number</c>.</summary>
    public string? DataType { get; set; }

    public string? StringValue { get; set; }

    internal static void Write(QueryParameters to, MessageAttributeValue attribute) =>
        to.Add(nameof(DataType), attribute.DataType).Add(nameof(StringValue), attribute.StringValue);
}
