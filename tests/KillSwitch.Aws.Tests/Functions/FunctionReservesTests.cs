using System.Net;
using Amazon.Lambda;
using Amazon.Runtime;
using KillSwitch.Aws.Functions;
using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Functions;

public class FunctionReservesTests
{
    private static readonly DeployedFunction Meter = new(GuardFunction.Meter, "KillSwitch-Meter-1", 20);
    private static readonly DeployedFunction Setup = new(GuardFunction.Setup, "KillSwitch-Setup-1", null);

    [Fact]
    public async Task What_is_reserved_now_stands_beside_what_was_deployed()
    {
        using var service = new CannedService("""{"ReservedConcurrentExecutions":0}""", "{}");

        (await ReadAsync(service, Meter, Setup)).ShouldBe([new FunctionReserve(Meter, 0), new FunctionReserve(Setup, null)]);
    }

    [Fact]
    public async Task A_function_that_is_gone_and_a_refusal_keep_no_other_from_being_seen()
    {
        using var service = new CannedService("""{"ReservedConcurrentExecutions":7}""");
        service.Answer(HttpStatusCode.NotFound, """{"__type":"ResourceNotFoundException","Message":"no such function"}""");
        service.Answer(HttpStatusCode.Forbidden, """{"__type":"AccessDeniedException","Message":"not you."}""");

        var read = await ReadAsync(service, Meter, Setup, Meter);

        (read[0].Problem, read[2].Problem).ShouldBe(("it is gone", null));
        read[1].Problem.ShouldNotBeNull().ShouldStartWith("Lambda does not say what is reserved: not you (`AccessDeniedException`)");
        read[2].Reserved.ShouldBe(7);
    }

    private static async Task<IReadOnlyList<FunctionReserve>> ReadAsync(CannedService service, params DeployedFunction[] functions)
    {
        using var lambda = new AmazonLambdaClient(new BasicAWSCredentials("test", "test"), new AmazonLambdaConfig
        {
            ServiceURL = service.Url.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });
        return await new FunctionReserves(lambda, functions).ReadAsync(default);
    }
}
