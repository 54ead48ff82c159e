using System.Text.Json;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Json;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Deploying;

/// <summary>What home's deployment wrote down of itself.</summary>
public static class DeployedGuard
{
    /// <param name="systems">Systems Manager in home's region.</param>
    /// <param name="stack">The name of home's stack.</param>
    /// <param name="region">Home's.</param>
    /// <param name="caller">The ARN of who asks, of the account in question.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="StackFailedException">It is not what a deployment writes.</exception>
    public static async Task<Deployment?> FindAsync(
        IAmazonSimpleSystemsManagement systems, string stack, string region, string caller, CancellationToken cancellation)
    {
        var name = GuardSetting.Parameter(stack);
        try
        {
            var answer = await systems.GetParameterAsync(new GetParameterRequest { Name = name }, cancellation);
            var home = Deployment.Parse(stack, answer.Parameter.Value);
            return caller.Split(':') is [_, var partition, _, _, var account, ..]
                && PlaceCheck.Fault(home, partition, account, region) is { } fault ? throw Damaged(name, fault) : home;
        }
        catch (ParameterNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            throw Damaged(name, JsonFault.Clause(error));
        }
    }

    private static StackFailedException Damaged(string name, string fault) => new(
        $"the parameter `{name}` is not what a deployment writes, so which regions have a sensor is not known, and nothing was changed: "
        + $"{fault}; its history has what was there before", isByAws: false);
}
