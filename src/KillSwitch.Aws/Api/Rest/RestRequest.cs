using System.Globalization;
using System.Text.Json;
using Amazon.Runtime.Internal;
using Amazon.Util;
using KillSwitch.Aws.Api.Json;

namespace KillSwitch.Aws.Api.Rest;

/// <summary>Where a member goes: path, query or body; null is not sent, but a path without its value is the caller's mistake.</summary>
internal sealed class RestRequest(IRequest request)
{
    public RestRequest Path(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        request.AddPathResource($"{{{name}}}", value);
        return this;
    }

    public RestRequest Query(string name, string? value)
    {
        if (value is not null)
            request.Parameters.Add(name, value);
        return this;
    }

    public RestRequest Query(string name, int? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    public RestRequest Query(string name, DateTime? value) =>
        Query(name, value?.ToUniversalTime().ToString(AWSSDKUtils.ISO8601DateFormat, CultureInfo.InvariantCulture));

    public RestRequest Body(Action<Utf8JsonWriter> write)
    {
        request.Headers["Content-Type"] = "application/json";
        request.Content = JsonBody.Of(write);
        return this;
    }
}
