using Amazon.Budgets;
using Amazon.Runtime;
using KillSwitch.Aws.Budgets;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Core.Budgets;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Budgets;

namespace KillSwitch.Aws.Tests.Budgets;

public class DescribedBudgetsTests(MotoServer moto)
{
    [Fact]
    public async Task What_AWS_says_of_a_budget_is_read()
    {
        var account = await moto.NewAccountAsync();
        using var client = new AmazonBudgetsClient(account.Credentials, account.Settings<AmazonBudgetsConfig>());
        await account.JsonAsync("budgets", "AWSBudgetServiceGateway.CreateBudget", $$"""
            {"AccountId":"{{account.Id}}","Budget":{"BudgetName":"bedrock 2026","BudgetLimit":{"Amount":"500","Unit":"USD"},"TimeUnit":"MONTHLY","BudgetType":"COST",
            "CalculatedSpend":{"ActualSpend":{"Amount":"612.00","Unit":"USD"},"ForecastedSpend":{"Amount":"900.5","Unit":"USD"} },
            "CostTypes":{"IncludeCredit":false,"IncludeRefund":false},"CostFilters":{"BillingEntity":["AWS Marketplace"]} } }
            """);

        var facts = (await new DescribedBudgets(client).FindAsync(account.Id, "bedrock 2026", default))
            .ShouldBeOfType<BudgetLookup.Found>().Facts;

        (facts.Account, facts.Name, facts.IsCost, facts.Limit, facts.Unit).ShouldBe((account.Id, "bedrock 2026", true, 500m, "USD"));
        (facts.Actual, facts.ActualUnit, facts.Forecast, facts.TimeUnit).ShouldBe((612.00m, "USD", 900.5m, BudgetTimeUnit.Monthly));
        (facts.IncludesCredit, facts.Filter).ShouldBe((false, "BillingEntity=AWS Marketplace"));
        facts.Start.ShouldNotBeNull();
        facts.LastUpdated.ShouldNotBeNull().ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task A_budget_that_is_not_there_is_missing()
    {
        var account = await moto.NewAccountAsync();
        using var client = new AmazonBudgetsClient(account.Credentials, account.Settings<AmazonBudgetsConfig>());

        (await new DescribedBudgets(client).FindAsync(account.Id, "none", default)).ShouldBeOfType<BudgetLookup.Missing>();
    }

    [Theory]
    [InlineData("AccessDeniedException", "budgets:ViewBudget")]
    [InlineData("AccessDenied", "budgets:ViewBudget")]
    [InlineData("InvalidParameterException", "no budget's name")]
    public async Task A_refusal_is_a_value_with_a_sentence(string code, string sentence) =>
        (await AskAsync(400, $$"""{"__type":"{{code}}","message":"no"}"""))
            .ShouldBeOfType<BudgetLookup.Refused>().Reason.ShouldContain(sentence);

    [Fact]
    public async Task An_answer_about_another_budget_is_none() =>
        (await AskAsync(200, """{"Budget":{"BudgetName":"other","BudgetType":"COST"}}""")).ShouldBeOfType<BudgetLookup.Missing>();

    [Fact]
    public async Task What_AWS_leaves_out_is_missing_and_never_zero()
    {
        var facts = (await AskAsync(200, """{"Budget":{"BudgetName":"b","BudgetType":"USAGE","TimeUnit":"FORTNIGHTLY"}}"""))
            .ShouldBeOfType<BudgetLookup.Found>().Facts;

        (facts.IsCost, facts.Limit, facts.Actual, facts.Forecast, facts.TimeUnit, facts.IncludesCredit, facts.Filter)
            .ShouldBe((false, null, null, null, null, null, null));
    }

    private static async Task<BudgetLookup> AskAsync(int status, string body)
    {
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(status, body));
        using var client = new AmazonBudgetsClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonBudgetsConfig
        {
            ServiceURL = endpoint.Url,
        });
        return await new DescribedBudgets(client).FindAsync("111122223333", "b", default);
    }
}
