using Amazon.Runtime;

namespace Amazon.CloudWatch;

public class RecentlyActive(string value) : ConstantClass(value)
{
    public static readonly RecentlyActive PT3H = new("PT3H");
}
