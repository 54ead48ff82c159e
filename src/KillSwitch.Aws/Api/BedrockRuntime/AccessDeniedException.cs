using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class AccessDeniedException : AmazonBedrockRuntimeException
{
    public AccessDeniedException(string message)
        : base(message)
    {
    }

    internal AccessDeniedException(ErrorResponse error)
        : base(error)
    {
    }
}
