using Amazon.Runtime;

namespace Amazon.Bedrock;

public class CustomModelDeploymentStatus(string value) : ConstantClass(value)
{
    public static readonly CustomModelDeploymentStatus Active = new("Active");
}
