using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.Bedrock;

public class AmazonBedrockConfig : ServiceConfig
{
    internal static readonly ServiceDescription Bedrock = new("Bedrock", "bedrock", "bedrock", "2023-04-20");

    public AmazonBedrockConfig()
        : base(Bedrock)
    {
    }
}
