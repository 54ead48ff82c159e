using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class ResourceNotFoundException : AmazonBedrockException
{
    public ResourceNotFoundException(string message)
        : base(message)
    {
    }

    internal ResourceNotFoundException(ErrorResponse error)
        : base(error)
    {
    }
}
