using Amazon.Runtime;

namespace Amazon.BedrockRuntime;

public class AmazonBedrockRuntimeRequest : AmazonWebServiceRequest;
