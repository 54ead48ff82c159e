using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

public class CachePointBlock
{
    public CachePointType? Type { get; set; }

    internal static void Write(Utf8JsonWriter to, CachePointBlock cachePoint) => to.Add("type", cachePoint.Type?.Value);
}
