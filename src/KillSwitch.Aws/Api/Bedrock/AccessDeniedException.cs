using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class AccessDeniedException : AmazonBedrockException
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
