using Amazon.Runtime;

namespace Amazon.Bedrock;

public class InferenceProfileType(string value) : ConstantClass(value)
{
    public static readonly InferenceProfileType APPLICATION = new("APPLICATION");

    public static readonly InferenceProfileType SYSTEM_DEFINED = new("SYSTEM_DEFINED");

    public static implicit operator InferenceProfileType(string value) => FindValue<InferenceProfileType>(value);
}
