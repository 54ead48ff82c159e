using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class ResourceNotFoundException : AmazonBedrockRuntimeException
{
    public ResourceNotFoundException(string message)
        : base(message)
    {
    }

    internal ResourceNotFoundException(ErrorResponse error)
        : base(error)
    {
    }
}
