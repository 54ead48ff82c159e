using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class ThrottlingException : AmazonBedrockException
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
