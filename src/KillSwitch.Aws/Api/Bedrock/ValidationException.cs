using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class ValidationException : AmazonBedrockException
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
