using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class ConflictException : AmazonBedrockException
{
    public ConflictException(string message)
        : base(message)
    {
    }

    internal ConflictException(ErrorResponse error)
        : base(error)
    {
    }
}
