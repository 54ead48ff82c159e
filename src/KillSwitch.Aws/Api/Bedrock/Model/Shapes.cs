using Amazon.Runtime;

namespace Amazon.Bedrock.Model;

public class GetModelInvocationLoggingConfigurationRequest : AmazonWebServiceRequest;

public class GetModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse
{
    public LoggingConfig? LoggingConfig { get; set; }
}

public class PutModelInvocationLoggingConfigurationRequest : AmazonWebServiceRequest
{
    public LoggingConfig? LoggingConfig { get; set; }
}

public class PutModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse;

public class DeleteModelInvocationLoggingConfigurationRequest : AmazonWebServiceRequest;

public class DeleteModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse;

public class LoggingConfig
{
    public CloudWatchConfig? CloudWatchConfig { get; set; }

    public S3Config? S3Config { get; set; }

    public bool? TextDataDeliveryEnabled { get; set; }

    public bool? ImageDataDeliveryEnabled { get; set; }

    public bool? EmbeddingDataDeliveryEnabled { get; set; }

    public bool? VideoDataDeliveryEnabled { get; set; }

    public bool? AudioDataDeliveryEnabled { get; set; }
}

public class CloudWatchConfig
{
    public string? LogGroupName { get; set; }

    public string? RoleArn { get; set; }

    public S3Config? LargeDataDeliveryS3Config { get; set; }
}

public class S3Config
{
    public string? BucketName { get; set; }

    public string? KeyPrefix { get; set; }
}
