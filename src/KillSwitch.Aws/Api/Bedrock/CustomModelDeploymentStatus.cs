using Amazon.Runtime;

namespace Amazon.Bedrock;

public class CustomModelDeploymentStatus(string value) : ConstantClass(value)
{
    public static readonly CustomModelDeploymentStatus Creating = new("Creating");

    public static readonly CustomModelDeploymentStatus Active = new("Active");

    public static readonly CustomModelDeploymentStatus Failed = new("Failed");

    public static implicit operator CustomModelDeploymentStatus(string value) => FindValue<CustomModelDeploymentStatus>(value);
}
