using Amazon;
using Amazon.Bedrock;
using Amazon.Budgets;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.IdentityManagement;
using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SimpleNotificationService;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>Alone, because the environment is everyone's.</summary>
[CollectionDefinition(nameof(EndpointSettingsTests), DisableParallelization = true)]
[Collection(nameof(EndpointSettingsTests))]
public sealed class EndpointSettingsTests : IDisposable
{
    private const string Anywhere = "AWS_ENDPOINT_URL";
    private readonly List<string> _set = [];

    [Fact]
    public void AWS_ENDPOINT_URL_moves_every_service_and_the_one_with_a_services_name_beats_it()
    {
        Set(Anywhere, "http://localhost:4566");
        Set($"{Anywhere}_SNS", "http://localhost:4567");

        Host(new AmazonIdentityManagementServiceConfig()).ShouldBe("http://localhost:4566/");
        Host(new AmazonSimpleNotificationServiceConfig()).ShouldBe("http://localhost:4567/");
    }

    [Theory]
    [InlineData(typeof(AmazonIdentityManagementServiceConfig), "IAM")]
    [InlineData(typeof(AmazonSimpleNotificationServiceConfig), "SNS")]
    [InlineData(typeof(AmazonCloudWatchLogsConfig), "CLOUDWATCH_LOGS")]
    [InlineData(typeof(AmazonBedrockConfig), "BEDROCK")]
    [InlineData(typeof(AmazonCloudWatchConfig), "CLOUDWATCH")]
    [InlineData(typeof(AmazonBudgetsConfig), "BUDGETS")]
    [InlineData(typeof(AmazonOrganizationsConfig), "ORGANIZATIONS")]
    public void A_service_has_its_own_setting(Type config, string name)
    {
        Set(Anywhere, "http://localhost:4566");
        Set($"{Anywhere}_{name}", "http://localhost:4567");

        Host((ClientConfig)Activator.CreateInstance(config)!).ShouldBe("http://localhost:4567/");
    }

    [Fact]
    public async Task A_moved_service_is_signed_for_the_region_that_is_set()
    {
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(
            200, "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>"));
        Set(Anywhere, endpoint.Url);
        using var sns = new AmazonSimpleNotificationServiceClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonSimpleNotificationServiceConfig { RegionEndpoint = RegionEndpoint.EUCentral1 });

        (await sns.PublishAsync(new() { Message = "hello" })).MessageId.ShouldBe("m-1");

        endpoint.Requests.ShouldHaveSingleItem().Authorization.ShouldContain("/eu-central-1/sns/aws4_request");
    }

    public void Dispose()
    {
        foreach (var name in _set)
            Environment.SetEnvironmentVariable(name, null);
    }

    private void Set(string name, string value)
    {
        _set.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    private static string Host(ClientConfig config)
    {
        config.RegionEndpoint = RegionEndpoint.EUWest1;
        return config.DetermineServiceOperationEndpoint(
            new ServiceOperationEndpointParameters(new Amazon.IdentityManagement.Model.GetPolicyRequest())).URL;
    }
}
