using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Lambda.Model;

public class GetFunctionConcurrencyRequest : AmazonLambdaRequest
{
    public string? FunctionName { get; set; }

    internal static InvokeOptions Operation { get; } = LambdaService.Protocol.Operation<GetFunctionConcurrencyRequest>(
        "GET /2019-09-30/functions/{FunctionName}/concurrency",
        (to, request) => to.Path(nameof(FunctionName), request.FunctionName),
        from => new GetFunctionConcurrencyResponse
        {
            ReservedConcurrentExecutions = from.ValueKind == JsonValueKind.Object ? from.OptionalInt(nameof(GetFunctionConcurrencyResponse.ReservedConcurrentExecutions)) : null,
        });
}

public class GetFunctionConcurrencyResponse : AmazonWebServiceResponse
{
    /// <summary>0 for a function that never runs; null for one without a reservation.</summary>
    public int? ReservedConcurrentExecutions { get; set; }
}
