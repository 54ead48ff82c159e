using System.Text.Json;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Deployed;

/// <summary>The services that call a function may: without that a subscription, a message or an event is lost without a word.</summary>
internal sealed class CallersCheck()
    : Check("callers", ChainPart.Deployment, "cloudformation:ListStackResources, lambda:GetFunctionConfiguration, lambda:GetPolicy")
{
    private static readonly (string Handler, string Service)[] Callers =
    [
        (GuardFunction.Meter, "logs.amazonaws.com"), (GuardFunction.Budget, "sns.amazonaws.com"),
        (GuardFunction.Setup, "events.amazonaws.com"),
    ];

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var refused = new List<string>();
        foreach (var (handler, service) in Callers)
        {
            if (await account.FunctionAsync(handler, cancellation) is not { } function
                || !MayCall(await PolicyAsync(account, function.Name, cancellation), service))
            {
                refused.Add($"{service} may not call the {handler}");
            }
        }

        return refused.Count == 0
            ? Finding.Ok("CloudWatch Logs may call the meter, SNS the budget function, and EventBridge the setup")
            : Finding.Fault(string.Join("; ", refused), account.Redeployment.Command);
    }

    internal static bool MayCall(string? policy, string service)
    {
        if (policy is null)
            return false;
        using var json = JsonDocument.Parse(policy);
        return json.RootElement.TryGetProperty("Statement", out var statements)
            && statements.EnumerateArray().Any(statement => statement.GetProperty("Effect").GetString() == "Allow"
                && statement.TryGetProperty("Principal", out var principal)
                && principal.ValueKind == JsonValueKind.Object
                && principal.TryGetProperty("Service", out var who)
                && (who.ValueKind == JsonValueKind.Array
                    ? who.EnumerateArray().Any(one => one.GetString() == service)
                    : who.GetString() == service));
    }

    private static async Task<string?> PolicyAsync(DoctorContext account, string function, CancellationToken cancellation)
    {
        try
        {
            return (await account.Lambda.GetPolicyAsync(new GetPolicyRequest { FunctionName = function }, cancellation)).Policy;
        }
        catch (AmazonLambdaException error) when (error.Is("ResourceNotFoundException"))
        {
            // It has none: nobody may call it.
            return null;
        }
    }
}
