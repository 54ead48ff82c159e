using System.Globalization;
using Amazon.Budgets;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Runtime;
using KillSwitch.Aws.Tests.Api.Models;

namespace KillSwitch.Aws.Tests.Api;

public class ErrorCodesTests
{
    // Any service may be refused so before it is reached.
    private static readonly Error Throttled = new("ThrottlingException", 400);

    public static TheoryData<string> Services => [.. ServiceModels.Configs.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Each_error_of_a_service_is_its_own_exception_with_the_code_of_its_model(string service)
    {
        var operation = ServiceModels.Operations.First(one => one.Key.Service == service).Value;
        var errors = Errors(service);
        using var endpoint = new ScriptedEndpoint([.. errors.Select(error => error.Answer(ServiceModels.IsQuery(operation)))]);
        using var client = ServiceModels.Client(operation, endpoint);

        foreach (var error in errors)
        {
            var thrown = await Should.ThrowAsync<ServiceException>(
                () => ServiceModels.SendAsync(client, operation, ServiceModels.Request(operation)));
            (thrown.ErrorCode, (int)thrown.StatusCode, ServiceModels.ServiceOf(thrown.GetType()))
                .ShouldBe((error.Code, error.Status, service));
        }
    }

    [Fact]
    public void Each_code_that_is_asked_for_is_one_that_the_services_model_knows()
    {
        var asked = AskedCodes.In(typeof(ErrorCodes).Assembly);

        asked.ShouldNotBeEmpty();
        asked.Where(one => !IsKnown(one.Service, one.Code)).ShouldBeEmpty();
    }

    [Fact]
    public void A_code_that_no_model_knows_is_found()
    {
        AskedCodes.In(typeof(ErrorCodesTests).Assembly).Where(one => !IsKnown(one.Service, one.Code)).ShouldBe(
        [
            ("ErrorCodesTests.IsMisspelt", "Budgets", "NotFound"),
            ("ErrorCodesTests.IsNobodys", null, "ThrottlingException"),
            ("ErrorCodesTests.IsNoLiteral", "IAM", null),
        ]);
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

            await Should.ThrowAsync<AmazonServiceException>(
                () => ServiceModels.SendAsync(client, operation, ServiceModels.Request(operation)));

            endpoint.Requests.Count.ShouldBe(2, error.Code);
        }
    }

    private static List<Error> Errors(string service) =>
        [.. ServiceModels.Read("errors.tsv").Where(line => line[0] == service)
            .Select(line => new Error(line[1], int.Parse(line[2], CultureInfo.InvariantCulture))).Distinct()];

    private static bool IsKnown(string? service, string? code) =>
        service is not null && Errors(service).Exists(error => error.Code == code);

    internal static bool IsMisspelt(AmazonBudgetsException error) => error.Is("NotFound");

    internal static bool IsNobodys(AmazonServiceException error) => error.Is("ThrottlingException");

    internal static bool IsNoLiteral(AmazonIdentityManagementServiceException error, string code) => error.Is(code);

    private sealed record Error(string Code, int Status)
    {
        public bool IsThrottling =>
            Code.StartsWith("Throttl", StringComparison.Ordinal) || Code.StartsWith("TooManyRequests", StringComparison.Ordinal);

        public ScriptedEndpoint.Answer Answer(bool isQuery) => isQuery
            ? new(Status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{Code}</Code><Message>why</Message></Error></ErrorResponse>")
            : new(Status, "{\"message\":\"why\"}", "application/json", Code);
    }
}
