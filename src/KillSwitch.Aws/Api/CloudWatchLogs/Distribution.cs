using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

public class Distribution(string value) : ConstantClass(value)
{
    public static readonly Distribution ByLogStream = new("ByLogStream");
}
