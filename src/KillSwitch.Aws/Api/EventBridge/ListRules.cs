using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.EventBridge.Model;

public class ListRulesRequest : AmazonEventBridgeRequest
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

public class ListRulesResponse : AmazonWebServiceResponse
{
    public List<Rule>? Rules { get; set; }

    public string? NextToken { get; set; }
}
