using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.EventBridge.Model;

internal sealed class EnableRuleRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }

    internal static InvokeOptions Operation { get; } = EventBridgeService.Protocol.Operation<EnableRuleRequest>(
        "EnableRule",
        (to, request) => to.Add(nameof(Name), request.Name),
        _ => new EnableRuleResponse());
}

internal sealed class EnableRuleResponse : AmazonWebServiceResponse;

internal sealed class ListRulesRequest : AmazonWebServiceRequest
{
    public string? NamePrefix { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = EventBridgeService.Protocol.Operation<ListRulesRequest>(
        "ListRules",
        (to, request) => to.Add(nameof(NamePrefix), request.NamePrefix)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListRulesResponse
        {
            Rules = from.Members("Rules", Rule.Read),
            NextToken = from.OptionalText("NextToken"),
        });
}

internal sealed class ListRulesResponse : AmazonWebServiceResponse
{
    public List<Rule>? Rules { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListTargetsByRuleRequest : AmazonWebServiceRequest
{
    public string? Rule { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = EventBridgeService.Protocol.Operation<ListTargetsByRuleRequest>(
        "ListTargetsByRule",
        (to, request) => to.Add(nameof(Rule), request.Rule)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListTargetsByRuleResponse
        {
            Targets = from.Members("Targets", Target.Read),
            NextToken = from.OptionalText("NextToken"),
        });
}

internal sealed class ListTargetsByRuleResponse : AmazonWebServiceResponse
{
    public List<Target>? Targets { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class PutEventsRequest : AmazonWebServiceRequest
{
    public List<PutEventsRequestEntry>? Entries { get; set; }

    internal static InvokeOptions Operation { get; } = EventBridgeService.Protocol.Operation<PutEventsRequest>(
        "PutEvents",
        (to, request) =>
        {
            to.WriteStartArray(nameof(Entries));
            foreach (var entry in request.Entries ?? [])
                PutEventsRequestEntry.Write(to, entry);
            to.WriteEndArray();
        },
        from => new PutEventsResponse
        {
            FailedEntryCount = from.OptionalInt("FailedEntryCount") ?? 0,
            Entries = from.Members("Entries", PutEventsResultEntry.Read),
        });
}

/// <summary>An event of one's own, on the account's default bus.</summary>
internal sealed class PutEventsRequestEntry
{
    public string? Source { get; set; }

    public string? DetailType { get; set; }

    /// <summary>An object, as JSON.</summary>
    public string? Detail { get; set; }

    internal static void Write(Utf8JsonWriter to, PutEventsRequestEntry from)
    {
        to.WriteStartObject();
        to.Add(nameof(Source), from.Source)
            .Add(nameof(DetailType), from.DetailType)
            .Add(nameof(Detail), from.Detail);
        to.WriteEndObject();
    }
}

internal sealed class PutEventsResponse : AmazonWebServiceResponse
{
    public int FailedEntryCount { get; set; }

    public List<PutEventsResultEntry>? Entries { get; set; }
}

internal sealed class PutEventsResultEntry
{
    /// <summary>Of one that was not taken.</summary>
    public string? ErrorMessage { get; set; }

    internal static PutEventsResultEntry Read(JsonElement from) => new() { ErrorMessage = from.OptionalText(nameof(ErrorMessage)) };
}

internal sealed class Target
{
    public string Arn { get; set; } = "";

    internal static Target Read(JsonElement from) => new() { Arn = from.Text(nameof(Arn)) };
}

internal sealed class Rule
{
    public string Name { get; set; } = "";

    /// <summary>ENABLED, DISABLED, or ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.</summary>
    public string? State { get; set; }

    internal static Rule Read(JsonElement from) => new()
    {
        Name = from.Text(nameof(Name)),
        State = from.OptionalText(nameof(State)),
    };
}
