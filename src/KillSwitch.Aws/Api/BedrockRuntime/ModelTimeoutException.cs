using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class ModelTimeoutException : AmazonBedrockRuntimeException
{
    public ModelTimeoutException(string message)
        : base(message)
    {
    }

    internal ModelTimeoutException(ErrorResponse error)
        : base(error)
    {
    }
}
