using Amazon.Runtime;

namespace Amazon.BedrockRuntime;

public class CachePointType(string value) : ConstantClass(value)
{
    public static readonly CachePointType Default = new("default");

    public static implicit operator CachePointType(string value) => FindValue<CachePointType>(value);
}
