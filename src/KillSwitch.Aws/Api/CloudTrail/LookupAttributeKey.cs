using Amazon.Runtime;

namespace Amazon.CloudTrail;

public class LookupAttributeKey(string value) : ConstantClass(value)
{
    public static readonly LookupAttributeKey EventName = new("EventName");
}
