using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class S3Config
{
    public string BucketName { get; set; } = "";

    public string? KeyPrefix { get; set; }

    internal static S3Config Read(JsonElement from) => new()
    {
        BucketName = from.Text("bucketName"),
        KeyPrefix = from.OptionalText("keyPrefix"),
    };

    internal static void Write(Utf8JsonWriter to, S3Config s3Config) =>
        to.Add("bucketName", s3Config.BucketName)
            .Add("keyPrefix", s3Config.KeyPrefix);
}
