using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class ValidationException : AmazonBedrockRuntimeException
{
    public ValidationException(string message)
        : base(message)
    {
    }

    internal ValidationException(ErrorResponse error)
        : base(error)
    {
    }
}
