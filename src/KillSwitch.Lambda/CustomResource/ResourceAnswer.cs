using System.Net.Http.Headers;
using System.Text.Json;

namespace KillSwitch.Lambda.CustomResource;

/// <summary>Answers CloudFormation. Without an answer a deployment hangs for an hour, so there always is one.</summary>
internal static class ResourceAnswer
{
    /// <param name="request">What is answered.</param>
    /// <param name="failure">One sentence that the person at the deployment reads; null for success.</param>
    /// <param name="physicalId">Names the resource.</param>
    /// <param name="data">What other resources may refer to.</param>
    public static async Task SendAsync(
        ResourceEvent request, string? failure, string physicalId, IReadOnlyDictionary<string, string> data, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(Body(request, failure, physicalId, data));
        // CloudFormation signed the URL without a content type.
        content.Headers.ContentType = request.ResponseUrl.Scheme == Uri.UriSchemeHttps
            ? null
            : new MediaTypeHeaderValue("application/json");
        using var answer = await client.PutAsync(request.ResponseUrl, content, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static byte[] Body(ResourceEvent request, string? failure, string physicalId, IReadOnlyDictionary<string, string> data)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("Status", failure is null ? "SUCCESS" : "FAILED");
            if (failure is not null)
                json.WriteString("Reason", failure);
            json.WriteString("PhysicalResourceId", physicalId);
            json.WriteString("StackId", request.StackId);
            json.WriteString("RequestId", request.RequestId);
            json.WriteString("LogicalResourceId", request.LogicalId);
            json.WriteStartObject("Data");
            foreach (var (name, value) in data)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
