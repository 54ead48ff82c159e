using Amazon.Runtime;

namespace Amazon.Bedrock;

public class InferenceProfileType(string value) : ConstantClass(value)
{
    public static readonly InferenceProfileType APPLICATION = new("APPLICATION");
}
