using Amazon.Runtime;

namespace Amazon.CloudWatch;

public class StateValue(string value) : ConstantClass(value)
{
    public static readonly StateValue ALARM = new("ALARM");

    public static readonly StateValue OK = new("OK");
}
