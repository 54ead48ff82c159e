using Amazon.Bedrock;
using Amazon.Bedrock.Model;

namespace KillSwitch.Aws.Logging;

/// <summary>Where Bedrock's invocation logging delivers in one region.</summary>
public abstract record LogDelivery
{
    private LogDelivery()
    {
    }

    /// <summary>It is off.</summary>
    public sealed record Nowhere : LogDelivery;

    /// <summary>To a log group, whether to a bucket as well or not.</summary>
    public sealed record Group(string Name) : LogDelivery;

    /// <summary>To a bucket alone.</summary>
    public sealed record Bucket(string Name, string? Prefix) : LogDelivery
    {
        /// <summary>Where the records lie: <c>s3://BUCKET/PREFIX/AWSLogs/</c>.</summary>
        public string Address => string.IsNullOrEmpty(Prefix) ? $"s3://{Name}/AWSLogs/" : $"s3://{Name}/{Prefix.TrimEnd('/')}/AWSLogs/";
    }

    public static async ValueTask<LogDelivery> AskAsync(AmazonBedrockClient bedrock, CancellationToken cancellation) =>
        Of((await bedrock.GetModelInvocationLoggingConfigurationAsync(new(), cancellation)).LoggingConfig);

    public static LogDelivery Of(LoggingConfig? config) => config switch
    {
        { CloudWatchConfig.LogGroupName: { Length: > 0 } group } => new Group(group),
        { S3Config: { BucketName.Length: > 0 } bucket } => new Bucket(bucket.BucketName, bucket.KeyPrefix),
        _ => new Nowhere(),
    };
}
