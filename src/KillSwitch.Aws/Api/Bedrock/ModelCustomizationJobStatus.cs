using Amazon.Runtime;

namespace Amazon.Bedrock;

public class ModelCustomizationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelCustomizationJobStatus InProgress = new("InProgress");

    public static readonly ModelCustomizationJobStatus Stopped = new("Stopped");
}
