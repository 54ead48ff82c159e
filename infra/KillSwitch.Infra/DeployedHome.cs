using System.Text.Json;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>Where home lives, as its deployment wrote it down: a sensor names home's table, topics and policies.</summary>
internal static class DeployedHome
{
    /// <param name="stack">The name of home's stack.</param>
    /// <returns>Null where there are no credentials, or no home yet.</returns>
    /// <exception cref="ArgumentException">What is written down is not of a guard in that account and region.</exception>
    public static async Task<Deployment?> FindAsync(string stack)
    {
        if (CdkEnvironment.Account is not { } account || CdkEnvironment.Region is not { } region)
            return null;
        using var systems = new AmazonSimpleSystemsManagementClient(new AmazonSimpleSystemsManagementConfig
        {
            RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region),
            Timeout = CdkEnvironment.Patience,
            MaxErrorRetry = 1,
        });
        try
        {
            var found = await systems.GetParameterAsync(new GetParameterRequest { Name = GuardSetting.Parameter(stack) });
            return Read(stack, found.Parameter.Value, found.Parameter.ARN.Split(':')[1], account, region);
        }
        catch (ParameterNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (CdkEnvironment.IsRefusal(error))
        {
            throw new ArgumentException(
                $"where the guard {stack} lives cannot be read from {GuardSetting.Parameter(stack)} in {region}: {error.Message}", error);
        }
    }

    internal static Deployment Read(string stack, string parameter, string partition, string account, string region)
    {
        try
        {
            var home = Deployment.Parse(stack, parameter);
            return PlaceCheck.Fault(home, partition, account, region) is { } fault
                ? throw new ArgumentException($"{GuardSetting.Parameter(stack)} in {region} is not what a deployment writes: {fault}")
                : home;
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"{GuardSetting.Parameter(stack)} in {region} cannot be read: {error.Message}", error);
        }
    }
}
