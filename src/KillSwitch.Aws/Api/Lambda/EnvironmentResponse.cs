using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Lambda.Model;

public class EnvironmentResponse
{
    public Dictionary<string, string>? Variables { get; set; }

    internal static EnvironmentResponse Read(JsonElement from) => new()
    {
        Variables = from.Child(nameof(Variables))?.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString() ?? "", StringComparer.Ordinal),
    };
}
