using System.Net;
using Amazon.Lambda;
using Amazon.Runtime;
using KillSwitch.Aws.Functions;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Functions;

public class AccountConcurrencyTests
{
    [Fact]
    public async Task The_limit_of_the_account_is_what_lambda_says()
    {
        using var service = new CannedService(
            """{"AccountLimit":{"TotalCodeSize":80530636800,"ConcurrentExecutions":10,"UnreservedConcurrentExecutions":10},"AccountUsage":{"FunctionCount":0}}""");

        (await FindAsync(service)).ShouldBe(10);
    }

    [Fact]
    public async Task Where_nobody_may_ask_it_is_not_known()
    {
        using var service = new CannedService();
        service.Answer(HttpStatusCode.Forbidden, """{"__type":"AccessDeniedException","Message":"not you."}""");

        (await FindAsync(service)).ShouldBeNull();
    }

    private static async Task<int?> FindAsync(CannedService service)
    {
        using var lambda = new AmazonLambdaClient(new BasicAWSCredentials("test", "test"), new AmazonLambdaConfig
        {
            ServiceURL = service.Url.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });
        return await AccountConcurrency.FindAsync(lambda, TestContext.Current.CancellationToken);
    }
}
