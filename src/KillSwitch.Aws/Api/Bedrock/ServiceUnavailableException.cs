using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class ServiceUnavailableException : AmazonBedrockException
{
    public ServiceUnavailableException(string message)
        : base(message)
    {
    }

    internal ServiceUnavailableException(ErrorResponse error)
        : base(error)
    {
    }
}
