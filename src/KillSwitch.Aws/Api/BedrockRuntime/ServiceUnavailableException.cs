using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class ServiceUnavailableException : AmazonBedrockRuntimeException
{
    public ServiceUnavailableException(string message)
        : base(message)
    {
    }

    internal ServiceUnavailableException(ErrorResponse error)
        : base(error)
    {
    }
}
