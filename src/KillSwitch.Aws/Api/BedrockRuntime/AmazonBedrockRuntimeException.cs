using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.BedrockRuntime;

internal sealed class AmazonBedrockRuntimeException(ErrorResponse error) : ServiceException(error);
