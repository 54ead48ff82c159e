using Amazon.Runtime;

namespace Amazon.Budgets;

public class TimeUnit(string value) : ConstantClass(value)
{
    public static readonly TimeUnit DAILY = new("DAILY");

    public static readonly TimeUnit MONTHLY = new("MONTHLY");

    public static readonly TimeUnit QUARTERLY = new("QUARTERLY");

    public static readonly TimeUnit ANNUALLY = new("ANNUALLY");

    public static readonly TimeUnit CUSTOM = new("CUSTOM");

    public static implicit operator TimeUnit(string value) => FindValue<TimeUnit>(value);
}
