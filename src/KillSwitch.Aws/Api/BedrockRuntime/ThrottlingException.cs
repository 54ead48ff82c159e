using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class ThrottlingException : AmazonBedrockRuntimeException
{
    public ThrottlingException(string message)
        : base(message)
    {
    }

    internal ThrottlingException(ErrorResponse error)
        : base(error)
    {
    }
}
