using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Bedrock;

public class AmazonBedrockException : AmazonServiceException
{
    public AmazonBedrockException(string message)
        : base(message)
    {
    }

    internal AmazonBedrockException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
