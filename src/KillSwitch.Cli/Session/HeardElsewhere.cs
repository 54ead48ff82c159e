using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using KillSwitch.Aws;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Json;
using KillSwitch.Core.Settings;

namespace KillSwitch.Cli.Session;

/// <summary>The further regions in which a guard of a region has sensors, where one is deployed at all.</summary>
/// <param name="Regions">None where no guard is, or where that cannot be read.</param>
/// <param name="Problem">Why it cannot be read, as one clause; null where it can.</param>
internal sealed record HeardElsewhere(IReadOnlyList<string> Regions, string? Problem)
{
    public static async Task<HeardElsewhere> FindAsync(
        AWSCredentials credentials, RegionEndpoint region, string stack, CancellationToken cancellation)
    {
        var name = GuardSetting.Parameter(stack);
        using var parameters = new AmazonSimpleSystemsManagementClient(credentials, region);
        try
        {
            var answer = await parameters.GetParameterAsync(new GetParameterRequest { Name = name }, cancellation);
            var place = Deployment.Parse(stack, answer.Parameter.Value);
            return place.Sensors.All(AwsRegion.IsName)
                ? new HeardElsewhere([.. place.Heard.Where(heard => heard != region.SystemName)], null)
                : new HeardElsewhere([], $"the parameter `{name}` is not what a deployment writes");
        }
        catch (ParameterNotFoundException)
        {
            return new HeardElsewhere([], null);
        }
        catch (JsonException error)
        {
            return new HeardElsewhere([], $"the parameter `{name}` is not what a deployment writes: {JsonFault.Clause(error)}");
        }
        // Whoever is not reached here is not reached for the records either.
        catch (Exception error) when (AwsProblem.Of(error) is { Stage: AwsStage.Answer })
        {
            return new HeardElsewhere([], AwsProblem.ClauseOf(error));
        }
    }
}
