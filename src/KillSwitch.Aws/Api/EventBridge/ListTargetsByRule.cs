using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.EventBridge.Model;

public class ListTargetsByRuleRequest : AmazonEventBridgeRequest
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

public class ListTargetsByRuleResponse : AmazonWebServiceResponse
{
    public List<Target>? Targets { get; set; }

    public string? NextToken { get; set; }
}

public class Target
{
    public string Arn { get; set; } = "";

    internal static Target Read(JsonElement from) => new() { Arn = from.Text(nameof(Arn)) };
}
