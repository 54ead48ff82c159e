using Amazon.Runtime;

namespace Amazon.CloudWatch;

public class ScanBy(string value) : ConstantClass(value)
{
    public static readonly ScanBy TimestampAscending = new("TimestampAscending");

    public static readonly ScanBy TimestampDescending = new("TimestampDescending");

    public static implicit operator ScanBy(string value) => FindValue<ScanBy>(value);
}
