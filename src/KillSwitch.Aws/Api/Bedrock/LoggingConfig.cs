using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

/// <summary>Every member, because it is read, kept and put back as it was.</summary>
public class LoggingConfig
{
    public CloudWatchConfig? CloudWatchConfig { get; set; }

    public S3Config? S3Config { get; set; }

    public bool? TextDataDeliveryEnabled { get; set; }

    public bool? ImageDataDeliveryEnabled { get; set; }

    public bool? EmbeddingDataDeliveryEnabled { get; set; }

    public bool? VideoDataDeliveryEnabled { get; set; }

    public bool? AudioDataDeliveryEnabled { get; set; }

    internal static LoggingConfig Read(JsonElement from) => new()
    {
        CloudWatchConfig = from.Optional("cloudWatchConfig", CloudWatchConfig.Read),
        S3Config = from.Optional("s3Config", S3Config.Read),
        TextDataDeliveryEnabled = from.OptionalBool("textDataDeliveryEnabled"),
        ImageDataDeliveryEnabled = from.OptionalBool("imageDataDeliveryEnabled"),
        EmbeddingDataDeliveryEnabled = from.OptionalBool("embeddingDataDeliveryEnabled"),
        VideoDataDeliveryEnabled = from.OptionalBool("videoDataDeliveryEnabled"),
        AudioDataDeliveryEnabled = from.OptionalBool("audioDataDeliveryEnabled"),
    };

    internal static void Write(Utf8JsonWriter to, LoggingConfig loggingConfig) =>
        to.Add("cloudWatchConfig", loggingConfig.CloudWatchConfig, CloudWatchConfig.Write)
            .Add("s3Config", loggingConfig.S3Config, S3Config.Write)
            .Add("textDataDeliveryEnabled", loggingConfig.TextDataDeliveryEnabled)
            .Add("imageDataDeliveryEnabled", loggingConfig.ImageDataDeliveryEnabled)
            .Add("embeddingDataDeliveryEnabled", loggingConfig.EmbeddingDataDeliveryEnabled)
            .Add("videoDataDeliveryEnabled", loggingConfig.VideoDataDeliveryEnabled)
            .Add("audioDataDeliveryEnabled", loggingConfig.AudioDataDeliveryEnabled);
}
