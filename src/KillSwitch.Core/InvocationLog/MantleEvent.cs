using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Json;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// A call of the mantle endpoint as CloudTrail's data event tells EventBridge of it (<c>CreateInference</c> on
/// <c>AWS::BedrockMantle::Project</c>).
/// </summary>
public static class MantleEvent
{
    public const string Source = "bedrock-mantle.amazonaws.com";
    public const string Name = "CreateInference";

    private const string Project = ":project/";

    /// <summary>Whether a payload is an event at all, and no delivery of a log subscription; reads no further than it must.</summary>
    public static bool IsEvent(ReadOnlySpan<byte> payload)
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
    /// <exception cref="JsonException">It is no such call; the message says what is missing.</exception>
    public static MantleInvocation Parse(ReadOnlyMemory<byte> json)
    {
        using var document = LooseJson.Parse(json.Span);
        var envelope = document.RootElement;
        if (Member(envelope, "detail") is not { ValueKind: JsonValueKind.Object } detail || Text(detail, "eventSource") != Source
            || Text(detail, "eventName") != Name)
        {
            throw new JsonException($"the event is no call of {Source}'s {Name}");
        }

        var account = Text(envelope, "account") ?? Text(detail, "recipientAccountId");
        var region = Text(detail, "awsRegion") ?? Text(envelope, "region");
        var id = Text(detail, "requestID") ?? Text(detail, "eventID") ?? Text(envelope, "id");
        if (account is not { Length: > 0 } || region is not { Length: > 0 } || id is not { Length: > 0 }
            || !DateTimeOffset.TryParse(
                Text(detail, "eventTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            throw new JsonException("the event lacks its account, its region, its id or its time");
        }

        var identity = Member(detail, "userIdentity") ?? default;
        var arn = Text(identity, "arn") ?? Text(identity, "invokedBy") ?? Text(identity, "principalId") ?? "";
        var request = Member(detail, "requestParameters") ?? default;
        return new MantleInvocation
        {
            Id = new RecordId(account, region, id),
            // Whole seconds, as in the log.
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()),
            Caller = Caller.Parse(arn),
            CallerArn = arn,
            Model = ModelId.Parse(Text(request, "model") is { Length: > 0 } model ? model : Missing.Value),
            ProjectName = ProjectOf(detail),
            Operation = Name,
            Tier = TierOf(Text(request, "service_tier") ?? Text(request, "serviceTier")),
            Tags = TagsOf(Member(request, "metadata") ?? default),
            ErrorCode = Text(detail, "errorCode"),
            HasTokenCounts = true,
        };
    }

    private static string? ProjectOf(JsonElement detail)
    {
        if (Member(detail, "resources") is not { ValueKind: JsonValueKind.Array } resources)
            return null;
        foreach (var resource in resources.EnumerateArray())
        {
            if ((Text(resource, "ARN") ?? Text(resource, "arn")) is { } arn
                && arn.IndexOf(Project, StringComparison.Ordinal) is var at and >= 0 && at + Project.Length < arn.Length)
            {
                return arn[(at + Project.Length)..];
            }
        }

        return null;
    }

    private static ServiceTier TierOf(string? text) => text?.ToLowerInvariant() switch
    {
        "priority" => ServiceTier.Priority,
        "flex" => ServiceTier.Flex,
        "batch" => ServiceTier.Batch,
        _ => ServiceTier.Standard,
    };

    // As `requestMetadata` of the log: texts alone.
    private static Dictionary<string, string>? TagsOf(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
            return null;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in metadata.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String))
            tags[member.Name] = member.Value.GetString()!;
        return tags.Count == 0 ? null : tags;
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
