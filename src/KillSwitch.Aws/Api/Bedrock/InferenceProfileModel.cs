using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class InferenceProfileModel
{
    public string? ModelArn { get; set; }

    internal static InferenceProfileModel Read(JsonElement from) => new()
    {
        ModelArn = from.OptionalText("modelArn"),
    };
}
