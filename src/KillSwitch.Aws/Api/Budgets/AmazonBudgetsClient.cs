using System.Globalization;
using System.Text.Json;
using Amazon.Budgets.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.Budgets;

/// <summary>AWS Budgets, as far as the guard uses them; stands in for the official client of the same name.</summary>
public class AmazonBudgetsClient : ServiceClient
{
    private static readonly IOperation Describe = new JsonOperation<DescribeBudgetRequest, DescribeBudgetResponse>(
        AmazonBudgetsConfig.BudgetsService,
        "AWSBudgetServiceGateway.DescribeBudget",
        "POST",
        "/",
        (request, json) =>
        {
            json.Put("AccountId", request.AccountId);
            json.Put("BudgetName", request.BudgetName);
        },
        answer => new() { Budget = answer.Child("Budget") is { } budget ? Read(budget) : null },
        Error);

    public AmazonBudgetsClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonBudgetsConfig { RegionEndpoint = region })
    {
    }

    public AmazonBudgetsClient(AWSCredentials credentials, AmazonBudgetsConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <exception cref="NotFoundException">There is no such budget.</exception>
    public virtual Task<DescribeBudgetResponse> DescribeBudgetAsync(DescribeBudgetRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DescribeBudgetRequest, DescribeBudgetResponse>(request, Describe, cancellationToken);

    private static Budget Read(JsonElement json) => new()
    {
        BudgetName = json.Text("BudgetName"),
        BudgetType = json.Text("BudgetType"),
        TimeUnit = json.Text("TimeUnit"),
        BudgetLimit = Spend(json.Child("BudgetLimit")),
        CalculatedSpend = json.Child("CalculatedSpend") is { } spend
            ? new CalculatedSpend { ActualSpend = Spend(spend.Child("ActualSpend")), ForecastedSpend = Spend(spend.Child("ForecastedSpend")) }
            : null,
        CostTypes = json.Child("CostTypes") is { } types
            ? new CostTypes { IncludeCredit = types.Flag("IncludeCredit"), IncludeRefund = types.Flag("IncludeRefund") }
            : null,
    };

    // Amounts are texts, so that no digit is lost.
    private static Spend? Spend(JsonElement? json) => json is { } spend
        ? new Spend { Amount = decimal.TryParse(spend.Text("Amount"), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null, Unit = spend.Text("Unit") }
        : null;

    private static AmazonBudgetsException Error(ServiceError error) => error.Code switch
    {
        "NotFoundException" => new NotFoundException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "AccessDeniedException" => new AccessDeniedException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonBudgetsException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };
}
