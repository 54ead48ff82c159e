using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.Bedrock;

internal sealed class AmazonBedrockException(ErrorResponse error) : ServiceException(error);
