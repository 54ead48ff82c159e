using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Lambda.Model;

public class GetFunctionConfigurationRequest : AmazonLambdaRequest
{
    public string? FunctionName { get; set; }

    internal static InvokeOptions Operation { get; } = LambdaService.Protocol.Operation<GetFunctionConfigurationRequest>(
        "GET /2015-03-31/functions/{FunctionName}/configuration",
        (to, request) => to.Path(nameof(FunctionName), request.FunctionName),
        from => new GetFunctionConfigurationResponse
        {
            FunctionName = from.Text(nameof(GetFunctionConfigurationResponse.FunctionName)),
            FunctionArn = from.OptionalText(nameof(GetFunctionConfigurationResponse.FunctionArn)),
            Handler = from.OptionalText(nameof(GetFunctionConfigurationResponse.Handler)),
            CodeSha256 = from.OptionalText(nameof(GetFunctionConfigurationResponse.CodeSha256)),
            State = from.OptionalText(nameof(GetFunctionConfigurationResponse.State)),
            Environment = from.Optional(nameof(GetFunctionConfigurationResponse.Environment), EnvironmentResponse.Read),
        });
}

public class GetFunctionConfigurationResponse : AmazonWebServiceResponse
{
    public string FunctionName { get; set; } = "";

    public string? FunctionArn { get; set; }

    public string? Handler { get; set; }

    public string? CodeSha256 { get; set; }

    /// <summary>Pending, Active, Inactive or Failed.</summary>
    public string? State { get; set; }

    public EnvironmentResponse? Environment { get; set; }
}
