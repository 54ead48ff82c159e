using Amazon.Runtime;

namespace Amazon.Budgets;

public class TimeUnit(string value) : ConstantClass(value)
{
    public static readonly TimeUnit MONTHLY = new("MONTHLY");
}
