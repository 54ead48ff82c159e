using System.Globalization;
using Amazon.Runtime;
using KillSwitch.Aws.Tests.Api.Models;

namespace KillSwitch.Aws.Tests.Api;

public class ErrorCodesTests
{
    // Any service may be refused so before it is reached.
    private static readonly Error Throttled = new("ThrottlingException", 400);

    public static TheoryData<string> Services => [.. ServiceModels.Configs.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Each_exception_of_a_service_is_one_of_the_codes_that_its_model_knows(string service)
    {
        var operation = ServiceModels.Operations.First(one => one.Key.Service == service).Value;
        var errors = Errors(service);
        using var endpoint = new ScriptedEndpoint([.. errors.Select(error => error.Answer(ServiceModels.IsQuery(operation)))]);
        using var client = ServiceModels.Client(operation, endpoint);

        var thrown = new List<Type>();
        foreach (var error in errors)
        {
            var one = await Should.ThrowAsync<AmazonServiceException>(() => ServiceModels.SendAsync(client, operation, ServiceModels.Request(operation)));
            one.ErrorCode.ShouldBe(error.Code);
            thrown.Add(one.GetType());
        }

        Exceptions(operation.DeclaringType!).Except(thrown).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_asks_to_slow_down_is_asked_again(string service)
    {
        var operation = ServiceModels.Operations.First(one => one.Key.Service == service).Value;
        foreach (var error in Errors(service).Where(error => error.IsThrottling).Append(Throttled))
        {
            var refused = error.Answer(ServiceModels.IsQuery(operation));
            using var endpoint = new ScriptedEndpoint(refused, refused);
            using var client = ServiceModels.Client(operation, endpoint, retries: 1);

            await Should.ThrowAsync<AmazonServiceException>(() => ServiceModels.SendAsync(client, operation, ServiceModels.Request(operation)));

            endpoint.Requests.Count.ShouldBe(2, error.Code);
        }
    }

    private static List<Error> Errors(string service) =>
        [.. ServiceModels.Read("errors.tsv").Where(line => line[0] == service).Select(line => new Error(line[1], int.Parse(line[2], CultureInfo.InvariantCulture))).Distinct()];

    private static IEnumerable<Type> Exceptions(Type client) => client.Assembly.GetTypes()
        .Where(type => type.Namespace == client.Namespace + ".Model" && type.IsSubclassOf(typeof(AmazonServiceException)) && !type.IsAbstract);

    private sealed record Error(string Code, int Status)
    {
        public bool IsThrottling => Code.StartsWith("Throttl", StringComparison.Ordinal) || Code.StartsWith("TooManyRequests", StringComparison.Ordinal);

        public ScriptedEndpoint.Answer Answer(bool isQuery) => isQuery
            ? new(Status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{Code}</Code><Message>why</Message></Error></ErrorResponse>")
            : new(Status, "{\"message\":\"why\"}", "application/json", Code);
    }
}
