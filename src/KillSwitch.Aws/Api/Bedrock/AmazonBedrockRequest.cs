using Amazon.Runtime;

namespace Amazon.Bedrock;

public class AmazonBedrockRequest : AmazonWebServiceRequest;
