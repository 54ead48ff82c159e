using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class InternalServerException : AmazonBedrockException
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
