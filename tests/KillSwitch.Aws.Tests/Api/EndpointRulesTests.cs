using System.Collections;
using Amazon;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime.Endpoints;
using KillSwitch.Aws.Tests.Api.Models;

namespace KillSwitch.Aws.Tests.Api;

public class EndpointRulesTests
{
    [Fact]
    public void In_every_region_of_every_partition_a_service_is_called_and_signed_for_as_its_model_says()
    {
        var regions = ServiceModels.Read("regions.tsv").ToLookup(line => line[0], line => line[1], StringComparer.Ordinal);
        var (wrong, cases) = (new List<string>(), 0);
        foreach (var line in ServiceModels.Read("endpoints.tsv"))
        {
            var (service, isFips, isDualStack) = (line[0], line[2] == "fips", line[3] == "dual");
            foreach (var region in regions[line[1]])
            {
                var expected = $"{line[4]}/ {line[5]}".Replace("{region}", region, StringComparison.Ordinal);
                if (Resolve(service, region, isFips, isDualStack) is var resolved && resolved != expected)
                {
                    wrong.Add($"{service} in {region}{(isFips ? ", FIPS" : "")}{(isDualStack ? ", dual stack" : "")}: {resolved} instead "
                        + $"of {expected}");
                }

                cases++;
            }
        }

        wrong.ShouldBeEmpty();
        cases.ShouldBe(ServiceModels.Configs.Count * regions.Sum(partition => partition.Count()) * 4);
    }

    private static string Resolve(string service, string region, bool isFips, bool isDualStack)
    {
        var config = ServiceModels.Configs[service]();
        config.IgnoreConfiguredEndpointUrls = true;
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.UseFIPSEndpoint = isFips;
        config.UseDualstackEndpoint = isDualStack;
        var endpoint = config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new GetPolicyRequest()));
        var scheme = (PropertyBag)((IList)endpoint.Attributes["authSchemes"])[0]!;
        return $"{endpoint.URL} {scheme["signingRegion"]}";
    }
}
