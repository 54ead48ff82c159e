using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class CloudWatchConfig
{
    public string LogGroupName { get; set; } = "";

    public string RoleArn { get; set; } = "";

    public S3Config? LargeDataDeliveryS3Config { get; set; }

    internal static CloudWatchConfig Read(JsonElement from) => new()
    {
        LogGroupName = from.Text("logGroupName"),
        RoleArn = from.Text("roleArn"),
        LargeDataDeliveryS3Config = from.Optional("largeDataDeliveryS3Config", S3Config.Read),
    };

    internal static void Write(Utf8JsonWriter to, CloudWatchConfig cloudWatchConfig) =>
        to.Add("logGroupName", cloudWatchConfig.LogGroupName)
            .Add("roleArn", cloudWatchConfig.RoleArn)
            .Add("largeDataDeliveryS3Config", cloudWatchConfig.LargeDataDeliveryS3Config, S3Config.Write);
}
