using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Lambda.Model;

internal sealed class GetAccountSettingsRequest : AmazonWebServiceRequest
{
    internal static InvokeOptions Operation { get; } = LambdaService.Protocol.Operation<GetAccountSettingsRequest>(
        "GET /2016-08-19/account-settings",
        (_, _) => { },
        from => new GetAccountSettingsResponse
        {
            AccountLimit = from.Optional(nameof(GetAccountSettingsResponse.AccountLimit), AccountLimit.Read),
        });
}

internal sealed class GetAccountSettingsResponse : AmazonWebServiceResponse
{
    public AccountLimit? AccountLimit { get; set; }
}

internal sealed class AccountLimit
{
    public int? ConcurrentExecutions { get; set; }

    internal static AccountLimit Read(JsonElement from) => new()
    {
        ConcurrentExecutions = from.OptionalInt(nameof(ConcurrentExecutions)),
    };
}

internal sealed class GetFunctionConcurrencyRequest : AmazonWebServiceRequest
{
    public string? FunctionName { get; set; }

    internal static InvokeOptions Operation { get; } = LambdaService.Protocol.Operation<GetFunctionConcurrencyRequest>(
        "GET /2019-09-30/functions/{FunctionName}/concurrency",
        (to, request) => to.Path(nameof(FunctionName), request.FunctionName),
        from => new GetFunctionConcurrencyResponse
        {
            ReservedConcurrentExecutions = from.ValueKind == JsonValueKind.Object
                ? from.OptionalInt(nameof(GetFunctionConcurrencyResponse.ReservedConcurrentExecutions))
                : null,
        });
}

internal sealed class GetFunctionConcurrencyResponse : AmazonWebServiceResponse
{
    /// <summary>0 for a function that never runs; null for one without a reservation.</summary>
    public int? ReservedConcurrentExecutions { get; set; }
}

internal sealed class GetFunctionConfigurationRequest : AmazonWebServiceRequest
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

internal sealed class GetFunctionConfigurationResponse : AmazonWebServiceResponse
{
    public string FunctionName { get; set; } = "";

    public string? FunctionArn { get; set; }

    public string? Handler { get; set; }

    public string? CodeSha256 { get; set; }

    /// <summary>Pending, Active, Inactive or Failed.</summary>
    public string? State { get; set; }

    public EnvironmentResponse? Environment { get; set; }
}

internal sealed class GetPolicyRequest : AmazonWebServiceRequest
{
    public string? FunctionName { get; set; }

    internal static InvokeOptions Operation { get; } = LambdaService.Protocol.Operation<GetPolicyRequest>(
        "GET /2015-03-31/functions/{FunctionName}/policy",
        (to, request) => to.Path(nameof(FunctionName), request.FunctionName),
        from => new GetPolicyResponse { Policy = from.OptionalText(nameof(GetPolicyResponse.Policy)) });
}

internal sealed class GetPolicyResponse : AmazonWebServiceResponse
{
    /// <summary>JSON.</summary>
    public string? Policy { get; set; }
}

internal sealed class EnvironmentResponse
{
    public Dictionary<string, string>? Variables { get; set; }

    internal static EnvironmentResponse Read(JsonElement from) => new()
    {
        Variables = from.Child(nameof(Variables))?.EnumerateObject()
            .ToDictionary(variable => variable.Name, variable => variable.Value.GetString() ?? "", StringComparer.Ordinal),
    };
}
