using Amazon.Runtime;

namespace Amazon.CloudTrail;

public class LookupAttributeKey(string value) : ConstantClass(value)
{
    public static readonly LookupAttributeKey EventName = new("EventName");

    public static implicit operator LookupAttributeKey(string value) => FindValue<LookupAttributeKey>(value);
}
