using Amazon.Budgets;
using Amazon.Runtime;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class BudgetsClientTests(MotoServer moto)
{
    [Fact]
    public async Task A_budget_is_described_with_its_limit()
    {
        var account = await moto.NewAccountAsync();
        using var budgets = Client(account);
        await account.JsonAsync("budgets", "AWSBudgetServiceGateway.CreateBudget", $$"""
            {"AccountId":"{{account.Id}}","Budget":{"BudgetName":"bedrock","BudgetLimit":{"Amount":"10.25","Unit":"USD"},
            "TimeUnit":"MONTHLY","BudgetType":"COST"} }
            """);

        var budget = (await budgets.DescribeBudgetAsync(new() { AccountId = account.Id, BudgetName = "bedrock" })).Budget.ShouldNotBeNull();

        budget.BudgetLimit.ShouldNotBeNull().Amount.ShouldBe(10.25m);
        budget.TimeUnit.ShouldBe(TimeUnit.MONTHLY);
        budget.BudgetType.ShouldBe(BudgetType.COST);
        budget.CalculatedSpend.ShouldNotBeNull().ActualSpend.ShouldNotBeNull().Amount.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_budget_that_does_not_exist_is_not_found()
    {
        var account = await moto.NewAccountAsync();
        using var budgets = Client(account);

        var missing = await Should.ThrowAsync<AmazonBudgetsException>(
            () => budgets.DescribeBudgetAsync(new() { AccountId = account.Id, BudgetName = "none" }));

        missing.ErrorCode.ShouldBe("NotFoundException");
    }

    [Fact]
    public async Task The_amount_and_the_time_of_the_service_are_read()
    {
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(200, """
            {"Budget":{"BudgetName":"b","CalculatedSpend":{"ActualSpend":{"Amount":"1.5E-7","Unit":"USD"}},"LastUpdatedTime":1767225600.5}}
            """));
        using var budgets = new AmazonBudgetsClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonBudgetsConfig { ServiceURL = endpoint.Url });

        var budget = (await budgets.DescribeBudgetAsync(new() { AccountId = "1", BudgetName = "b" })).Budget.ShouldNotBeNull();

        budget.CalculatedSpend.ShouldNotBeNull().ActualSpend.ShouldNotBeNull().Amount.ShouldBe(0.00000015m);
        budget.LastUpdatedTime.ShouldBe(new DateTime(2026, 1, 1, 0, 0, 0, 500, DateTimeKind.Utc));
        endpoint.Requests.ShouldHaveSingleItem().Authorization.ShouldContain("/us-east-1/budgets/aws4_request");
    }

    [Fact]
    public async Task Notifications_of_a_budget_are_listed_and_asked_for_whom_they_tell()
    {
        using var endpoint = new ScriptedEndpoint(
            new ScriptedEndpoint.Answer(
                200, """{"Notifications":[{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":100.0,"ThresholdType":"PERCENTAGE"}]}"""),
            new ScriptedEndpoint.Answer(
                200, """{"Subscribers":[{"SubscriptionType":"SNS","Address":"arn:aws:sns:us-east-1:1:budgets"}]}"""));
        using var budgets = new AmazonBudgetsClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonBudgetsConfig
        {
            ServiceURL = endpoint.Url,
        });

        var notification = (await budgets.DescribeNotificationsForBudgetAsync(new()
        {
            AccountId = "1",
            BudgetName = "b",
        })).Notifications.ShouldNotBeNull().Single();
        var told = await budgets.DescribeSubscribersForNotificationAsync(new()
        {
            AccountId = "1",
            BudgetName = "b",
            Notification = notification,
        });

        told.Subscribers.ShouldNotBeNull().Single().Address.ShouldBe("arn:aws:sns:us-east-1:1:budgets");
        endpoint.Requests[1].Target.ShouldBe("AWSBudgetServiceGateway.DescribeSubscribersForNotification");
        endpoint.Requests[
            1].Body.ShouldContain(
            "\"Notification\":{\"NotificationType\":\"ACTUAL\",\"ComparisonOperator\":\"GREATER_THAN\",\"ThresholdType\":\"PERCENTAGE\",\"Threshold\":100}");
    }

    private static AmazonBudgetsClient Client(TestAccount account) => new(account.Credentials, account.Settings<AmazonBudgetsConfig>());
}
