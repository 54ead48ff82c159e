using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class ModelErrorException : AmazonBedrockRuntimeException
{
    public ModelErrorException(string message)
        : base(message)
    {
    }

    internal ModelErrorException(ErrorResponse error)
        : base(error)
    {
    }
}
