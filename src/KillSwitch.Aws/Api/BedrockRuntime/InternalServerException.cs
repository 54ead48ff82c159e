using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class InternalServerException : AmazonBedrockRuntimeException
{
    public InternalServerException(string message)
        : base(message)
    {
    }

    internal InternalServerException(ErrorResponse error)
        : base(error)
    {
    }
}
