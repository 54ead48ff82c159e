using Amazon.Runtime;

namespace Amazon.Bedrock;

public class ProvisionedModelStatus(string value) : ConstantClass(value)
{
    public static readonly ProvisionedModelStatus InService = new("InService");

    public static readonly ProvisionedModelStatus Failed = new("Failed");
}
