using Amazon.Runtime;

namespace Amazon.Bedrock;

public class InferenceProfileStatus(string value) : ConstantClass(value)
{
    public static readonly InferenceProfileStatus ACTIVE = new("ACTIVE");
}
