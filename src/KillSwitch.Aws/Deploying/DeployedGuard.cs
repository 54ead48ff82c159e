using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Json;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Deploying;

/// <summary>What home's deployment wrote down of itself.</summary>
/// <param name="Place">Null where it cannot be gone by.</param>
/// <param name="Fault">Why not, as what follows the name of the parameter; null where it can.</param>
public sealed record DeployedGuard(Deployment? Place, string? Fault)
{
    /// <param name="systems">Systems Manager in home's region.</param>
    /// <param name="stack">The name of home's stack.</param>
    /// <param name="region">Home's.</param>
    /// <param name="caller">The ARN of who asks, of the account in question.</param>
    public static async Task<DeployedGuard> FindAsync(
        IAmazonSimpleSystemsManagement systems, string stack, string region, string caller, CancellationToken cancellation)
    {
        try
        {
            var answer = await systems.GetParameterAsync(
                new GetParameterRequest { Name = GuardSetting.Parameter(stack) }, cancellation);
            return Checked(Deployment.Parse(stack, answer.Parameter.Value), region, caller);
        }
        catch (ParameterNotFoundException)
        {
            return new DeployedGuard(null, "is gone");
        }
        catch (JsonException error)
        {
            return Damaged(JsonFault.Clause(error));
        }
    }

    /// <summary>The same by what a function of the guard is told, which is all of it.</summary>
    /// <param name="lambda">Lambda in home's region.</param>
    /// <param name="home">Home's stack.</param>
    /// <param name="caller">The ARN of who asks, of the account in question.</param>
    public static async Task<DeployedGuard> OfFunctionsAsync(
        AmazonLambdaClient lambda, StackInRegion home, string caller, CancellationToken cancellation)
    {
        try
        {
            foreach (var (type, name) in (await home.ResourcesAsync(cancellation)).Values)
            {
                if (type != "AWS::Lambda::Function")
                    continue;
                var found = await lambda.GetFunctionConfigurationAsync(new() { FunctionName = name }, cancellation);
                // Of the functions the one that is told of leases, too.
                if (found is { Handler: GuardFunction.Watch, Environment.Variables: { } told }
                    && told.GetValueOrDefault(GuardSetting.Stack) == home.Name)
                {
                    return Checked(Deployment.OfFunction(variable => told.GetValueOrDefault(variable)), home.Region, caller);
                }
            }

            return new DeployedGuard(null, "cannot be found again: the stack has no watch");
        }
        catch (InvalidOperationException error)
        {
            return new DeployedGuard(null, $"cannot be found again: of what the watch is told, {error.Message}");
        }
        catch (Exception error) when (AwsFailure.Is(error) && !cancellation.IsCancellationRequested)
        {
            return new DeployedGuard(null, "cannot be found again by what the watch is told: " + AwsProblem.ClauseOf(error));
        }
    }

    /// <summary>Writes it down anew.</summary>
    /// <param name="systems">Systems Manager in home's region.</param>
    /// <param name="place">What is so.</param>
    public static Task WriteAsync(IAmazonSimpleSystemsManagement systems, Deployment place, CancellationToken cancellation) =>
        systems.PutParameterAsync(
            new PutParameterRequest
            {
                Name = GuardSetting.Parameter(place.Stack),
                Type = ParameterType.String,
                Description = GuardSetting.ParameterDescription,
                Overwrite = true,
                Value = new JsonObject(place.ToParameter().Select(one => KeyValuePair.Create<string, JsonNode?>(
                    one.Key, one.Value is int number ? JsonValue.Create(number) : JsonValue.Create(one.Value.ToString())))).ToJsonString(),
            }, cancellation);

    private static DeployedGuard Checked(Deployment place, string region, string caller) =>
        caller.Split(':') is [_, var partition, _, _, var account, ..]
            && PlaceCheck.Fault(place, partition, account, region) is { } fault ? Damaged(fault) : new DeployedGuard(place, null);

    private static DeployedGuard Damaged(string fault) => new(null, "is not what a deployment writes: " + fault);
}
