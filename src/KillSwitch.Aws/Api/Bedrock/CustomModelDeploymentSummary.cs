using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class CustomModelDeploymentSummary
{
    public string CustomModelDeploymentArn { get; set; } = "";

    public string CustomModelDeploymentName { get; set; } = "";

    /// <summary>The custom model.</summary>
    public string ModelArn { get; set; } = "";

    internal static CustomModelDeploymentSummary Read(JsonElement from) => new()
    {
        CustomModelDeploymentArn = from.Text("customModelDeploymentArn"),
        CustomModelDeploymentName = from.Text("customModelDeploymentName"),
        ModelArn = from.Text("modelArn"),
    };
}
