using Amazon.Runtime;

namespace Amazon.Bedrock;

public class ProvisionedModelStatus(string value) : ConstantClass(value)
{
    public static readonly ProvisionedModelStatus Creating = new("Creating");

    public static readonly ProvisionedModelStatus InService = new("InService");

    public static readonly ProvisionedModelStatus Updating = new("Updating");

    public static readonly ProvisionedModelStatus Failed = new("Failed");

    public static implicit operator ProvisionedModelStatus(string value) => FindValue<ProvisionedModelStatus>(value);
}
