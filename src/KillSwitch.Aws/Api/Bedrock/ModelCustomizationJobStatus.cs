using Amazon.Runtime;

namespace Amazon.Bedrock;

public class ModelCustomizationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelCustomizationJobStatus InProgress = new("InProgress");

    public static readonly ModelCustomizationJobStatus Completed = new("Completed");

    public static readonly ModelCustomizationJobStatus Failed = new("Failed");

    public static readonly ModelCustomizationJobStatus Stopping = new("Stopping");

    public static readonly ModelCustomizationJobStatus Stopped = new("Stopped");

    public static implicit operator ModelCustomizationJobStatus(string value) => FindValue<ModelCustomizationJobStatus>(value);
}
