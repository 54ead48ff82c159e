using System.Text.Json;
using Amazon.Bedrock.Model;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.Bedrock;

/// <summary>The logging configuration as Bedrock writes it, every member of it: it is read, kept, and put back as it was.</summary>
internal static class LoggingConfigJson
{
    public static void Write(Utf8JsonWriter json, LoggingConfig config)
    {
        json.WriteStartObject();
        if (config.CloudWatchConfig is { } cloudWatch)
        {
            json.WriteStartObject("cloudWatchConfig");
            json.Put("logGroupName", cloudWatch.LogGroupName);
            json.Put("roleArn", cloudWatch.RoleArn);
            Bucket("largeDataDeliveryS3Config", cloudWatch.LargeDataDeliveryS3Config);
            json.WriteEndObject();
        }

        Bucket("s3Config", config.S3Config);
        json.Put("textDataDeliveryEnabled", config.TextDataDeliveryEnabled);
        json.Put("imageDataDeliveryEnabled", config.ImageDataDeliveryEnabled);
        json.Put("embeddingDataDeliveryEnabled", config.EmbeddingDataDeliveryEnabled);
        json.Put("videoDataDeliveryEnabled", config.VideoDataDeliveryEnabled);
        json.Put("audioDataDeliveryEnabled", config.AudioDataDeliveryEnabled);
        json.WriteEndObject();

        void Bucket(string name, S3Config? bucket)
        {
            if (bucket is null)
                return;
            json.WriteStartObject(name);
            json.Put("bucketName", bucket.BucketName);
            json.Put("keyPrefix", bucket.KeyPrefix);
            json.WriteEndObject();
        }
    }

    public static LoggingConfig Read(JsonElement json) => new()
    {
        CloudWatchConfig = json.Child("cloudWatchConfig") is { } cloudWatch
            ? new CloudWatchConfig
            {
                LogGroupName = cloudWatch.Text("logGroupName"),
                RoleArn = cloudWatch.Text("roleArn"),
                LargeDataDeliveryS3Config = Bucket(cloudWatch.Child("largeDataDeliveryS3Config")),
            }
            : null,
        S3Config = Bucket(json.Child("s3Config")),
        TextDataDeliveryEnabled = json.Flag("textDataDeliveryEnabled"),
        ImageDataDeliveryEnabled = json.Flag("imageDataDeliveryEnabled"),
        EmbeddingDataDeliveryEnabled = json.Flag("embeddingDataDeliveryEnabled"),
        VideoDataDeliveryEnabled = json.Flag("videoDataDeliveryEnabled"),
        AudioDataDeliveryEnabled = json.Flag("audioDataDeliveryEnabled"),
    };

    private static S3Config? Bucket(JsonElement? json) =>
        json is { } bucket ? new S3Config { BucketName = bucket.Text("bucketName"), KeyPrefix = bucket.Text("keyPrefix") } : null;
}
