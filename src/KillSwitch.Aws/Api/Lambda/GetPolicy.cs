using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Lambda.Model;

public class GetPolicyRequest : AmazonLambdaRequest
{
    public string? FunctionName { get; set; }

    internal static InvokeOptions Operation { get; } = LambdaService.Protocol.Operation<GetPolicyRequest>(
        "GET /2015-03-31/functions/{FunctionName}/policy",
        (to, request) => to.Path(nameof(FunctionName), request.FunctionName),
        from => new GetPolicyResponse { Policy = from.OptionalText(nameof(GetPolicyResponse.Policy)) });
}

public class GetPolicyResponse : AmazonWebServiceResponse
{
    /// <summary>JSON.</summary>
    public string? Policy { get; set; }
}
