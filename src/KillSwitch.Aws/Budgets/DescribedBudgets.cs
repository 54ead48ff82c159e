using Amazon.Budgets;
using Amazon.Budgets.Model;
using KillSwitch.Core.Budgets;
using KillSwitch.Engine.Budgets;

namespace KillSwitch.Aws.Budgets;

/// <summary>Asks AWS Budgets.</summary>
public sealed class DescribedBudgets(AmazonBudgetsClient client) : IBudgets
{
    public async ValueTask<BudgetLookup> FindAsync(string account, string name, CancellationToken cancellation)
    {
        try
        {
            var response = await client.DescribeBudgetAsync(new DescribeBudgetRequest
            {
                AccountId = account,
                BudgetName = name,
            }, cancellation);
            return response.Budget is { } budget && budget.BudgetName == name
                ? new BudgetLookup.Found(Facts(account, budget))
                : new BudgetLookup.Missing();
        }
        catch (AmazonBudgetsException error) when (error.Is("NotFoundException"))
        {
            return new BudgetLookup.Missing();
        }
        catch (AmazonBudgetsException error) when (error.Is("AccessDeniedException") || error.ErrorCode == "AccessDenied")
        {
            return new BudgetLookup.Refused(
                "the guard may not ask for it: its role lacks `budgets:ViewBudget`, or the account does not let IAM see billing");
        }
        catch (AmazonBudgetsException error) when (error.Is("InvalidParameterException"))
        {
            return new BudgetLookup.Refused("AWS takes its name for no budget's name");
        }
    }

    private static BudgetFacts Facts(string account, Budget budget) => new()
    {
        Account = account,
        Name = budget.BudgetName,
        IsCost = budget.BudgetType == BudgetType.COST,
        Limit = budget.BudgetLimit?.Amount,
        Unit = budget.BudgetLimit?.Unit,
        Actual = budget.CalculatedSpend?.ActualSpend?.Amount,
        ActualUnit = budget.CalculatedSpend?.ActualSpend?.Unit,
        Forecast = budget.CalculatedSpend?.ForecastedSpend?.Amount,
        TimeUnit = budget.TimeUnit?.Value switch
        {
            "DAILY" => BudgetTimeUnit.Daily,
            "MONTHLY" => BudgetTimeUnit.Monthly,
            "QUARTERLY" => BudgetTimeUnit.Quarterly,
            "ANNUALLY" => BudgetTimeUnit.Annually,
            "CUSTOM" => BudgetTimeUnit.Custom,
            _ => null,
        },
        Start = Time(budget.TimePeriod?.Start),
        End = Time(budget.TimePeriod?.End),
        LastUpdated = Time(budget.LastUpdatedTime),
        IncludesCredit = budget.CostTypes?.IncludeCredit,
        Filter = budget.CostFilters is { Count: > 0 } filters
            ? string.Join("; ", filters.Select(filter => $"{filter.Key}={string.Join(',', filter.Value)}"))
            : null,
    };

    private static DateTimeOffset? Time(DateTime? utc) =>
        utc is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
}
