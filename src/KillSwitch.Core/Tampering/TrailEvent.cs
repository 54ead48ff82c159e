using System.Text.Json;
using KillSwitch.Core.Json;
using static KillSwitch.Core.Json.JsonMembers;

namespace KillSwitch.Core.Tampering;

/// <summary>One call to AWS, as CloudTrail tells EventBridge of it (<c>AWS API Call via CloudTrail</c>).</summary>
/// <param name="Id">CloudTrail's own id of the event; the same however often it is delivered.</param>
/// <param name="Source">The service: <c>iam.amazonaws.com</c>.</param>
/// <param name="Name">The operation, without the version that Lambda's carry.</param>
/// <param name="Actor">The ARN of who called; what CloudTrail says instead where there is none.</param>
/// <param name="Role">The ARN of the role behind an assumed one; null for others.</param>
/// <param name="InvokedBy">The AWS service that called for someone; null for none.</param>
/// <param name="SourceIp">Where the call came from.</param>
/// <param name="UserAgent">What it was made with.</param>
/// <param name="ErrorCode">Set when AWS refused: nothing was changed.</param>
/// <param name="Parameters">The request's members by name; of a list or an object everything in it, with commas between.</param>
public sealed record TrailEvent(
    string Id,
    string Source,
    string Name,
    DateTimeOffset At,
    string Actor,
    string? Role,
    string? InvokedBy,
    string SourceIp,
    string UserAgent,
    string? ErrorCode,
    IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Whether what a function is given is an event of EventBridge's; reads no further than it must.</summary>
    public static bool IsOne(ReadOnlySpan<byte> payload)
    {
        try
        {
            var json = new Utf8JsonReader(payload);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("awslogs"u8))
                    return false;
                if (json.ValueTextEquals("detail-type"u8))
                    return true;
                json.Skip();
            }
        }
        catch (JsonException)
        {
            // What it is instead, its own reader says.
        }

        return false;
    }

    /// <summary>Reads the event that EventBridge delivers.</summary>
    /// <exception cref="JsonException">It is no such event.</exception>
    public static TrailEvent Parse(ReadOnlyMemory<byte> json)
    {
        using var document = LooseJson.Parse(json.Span);
        if (Member(document.RootElement, "detail") is not { ValueKind: JsonValueKind.Object } detail
            || Text(detail, "eventName") is not { Length: > 0 } name || Text(detail, "eventSource") is not { Length: > 0 } source
            || !DateTimeOffset.TryParse(Text(detail, "eventTime"), System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal, out var at))
        {
            throw new JsonException(
                "the event is no call that CloudTrail tells of: `detail.eventName`, `eventSource` or `eventTime` is missing");
        }

        var identity = Member(detail, "userIdentity");
        var issuer = Member(Member(identity, "sessionContext"), "sessionIssuer");
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Member(detail, "requestParameters") is { ValueKind: JsonValueKind.Object } request)
        {
            foreach (var member in request.EnumerateObject())
                parameters[member.Name] = string.Join(',', Leaves(member.Value));
        }

        return new TrailEvent(
            Text(detail, "eventID") ?? Text(document.RootElement, "id") ?? "",
            source,
            Unversioned(name),
            at,
            Text(identity, "arn") ?? Text(identity, "invokedBy") ?? Text(identity, "type") ?? "unknown",
            Text(issuer, "arn"),
            Text(identity, "invokedBy"),
            Text(detail, "sourceIPAddress") ?? "unknown",
            Text(detail, "userAgent") ?? "unknown",
            Text(detail, "errorCode"),
            parameters);
    }

    /// <summary>A parameter, however its first letter is written; null where it is missing.</summary>
    public string? Parameter(string name) =>
        Parameters.FirstOrDefault(parameter => string.Equals(parameter.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    // Lambda writes `UpdateFunctionCode20150331v2`.
    private static string Unversioned(string name)
    {
        var digit = name.AsSpan().IndexOfAnyInRange('0', '9');
        return digit <= 0 ? name : name[..digit];
    }

    private static IEnumerable<string> Leaves(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        _ => [json.ToString()],
    };
}
