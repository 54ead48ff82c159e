using System.Text.Json;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Lambda.CustomResource;

/// <summary>What CloudFormation asks of a custom resource, and how it wants to be answered.</summary>
/// <param name="RequestType"><c>Create</c>, <c>Update</c> or <c>Delete</c>.</param>
/// <param name="ResponseUrl">Where the answer is put.</param>
/// <param name="Properties">The resource's properties, texts all of them.</param>
internal sealed record ResourceEvent(
    string RequestType, Uri ResponseUrl, string StackId, string RequestId, string LogicalId, string? PhysicalId,
    IReadOnlyDictionary<string, string> Properties)
{
    /// <exception cref="JsonException">It is no such event.</exception>
    public static ResourceEvent Parse(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var json = document.RootElement;
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json.TryGetProperty("ResourceProperties", out var members) && members.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in members.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String)
                    properties[member.Name] = member.Value.GetString()!;
                else if (member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                    properties[member.Name] = member.Value.GetBoolean() ? "true" : "false";
            }
        }

        return new ResourceEvent(
            Text("RequestType"),
            Uri.TryCreate(Text("ResponseURL"), UriKind.Absolute, out var url) ? url : throw new JsonException("`ResponseURL` is not a URL"),
            Text("StackId"),
            Text("RequestId"),
            Text("LogicalResourceId"),
            json.TryGetProperty("PhysicalResourceId", out var physical) ? physical.GetString() : null,
            properties);

        string Text(string name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text
            ? text
            : throw new JsonException($"`{name}` is missing");
    }

    /// <summary>What is asked, whoever asks.</summary>
    public ResourceRequest Asked => new(RequestType, StackId, LogicalId, PhysicalId, Properties);

    /// <exception cref="JsonException">It is missing.</exception>
    public string Required(string name) => Properties.TryGetValue(name, out var value) && value.Length > 0
        ? value
        : throw new JsonException($"the property `{name}` is missing");

    public string? Optional(string name) => Properties.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
