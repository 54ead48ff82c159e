using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Json;
using static KillSwitch.Core.Json.JsonMembers;

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

        var identity = Member(detail, "userIdentity");
        var arn = Text(identity, "arn") ?? Text(identity, "invokedBy") ?? Text(identity, "principalId") ?? "";
        var request = Member(detail, "requestParameters");
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
            Tags = TagsOf(Member(request, "metadata")),
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
}
