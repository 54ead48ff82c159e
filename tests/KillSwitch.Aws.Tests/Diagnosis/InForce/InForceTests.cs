using Amazon.Budgets;
using Amazon.Runtime;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.InForce;
using KillSwitch.Aws.Policies;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Diagnosis.InForce;

public class InForceTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    [Theory]
    [InlineData("enforce", "account", CheckOutcome.Ok, "version 3 enforces 1 rule")]
    [InlineData("observe", "account", CheckOutcome.Warning, "version 3 observes: breaches are told and nothing is cut")]
    [InlineData("enforce", "none", CheckOutcome.Warning, "version 3 has no rule that stops anything")]
    public void A_policy_is_judged_by_what_it_would_cut(string mode, string stop, CheckOutcome outcome, string sentence)
    {
        var yaml = $$"""
            version: 1
            mode: {{mode}}
            rules:
              - { id: ceiling, per: account, limit: { usd: 10 }, every: day, stop: {{stop}} }
            """;
        var state = new PolicyState(new PolicyVersion(3, yaml, Now, "somebody"), PolicyFileReader.Read(yaml).Policy!, null);

        PolicyCheck.Judge(state)
            .ShouldSatisfyAllConditions(found => found.Outcome.ShouldBe(outcome), found => found.Found.ShouldBe(sentence));
    }

    [Fact]
    public void No_policy_and_one_that_cannot_be_read_are_faults()
    {
        PolicyCheck.Judge(new PolicyState(null, new(), null)).ShouldTell(CheckOutcome.Fault, "no policy");
        const string problem = "version 5 cannot be read";
        PolicyCheck.Judge(new PolicyState(new PolicyVersion(4, "", Now, ""), new(), problem)).ShouldTell(CheckOutcome.Fault, problem);
    }

    [Fact]
    public void Calls_without_a_count_are_a_warning_with_what_to_do()
    {
        CountsCheck.Judge(null).Outcome.ShouldBe(CheckOutcome.Ok);
        CountsCheck.Judge(
            new Condition("CountsMissing", "calls", "3 served calls name no token count: `acme.new-v1:0` (3).", "cap these models"))
            .ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Warning), found =>
                found.Found.ShouldContain("acme.new-v1:0"), found => found.Remedy.ShouldBe("cap these models"));
    }

    [Fact]
    public void A_model_without_a_price_that_was_called_within_a_day_is_a_warning()
    {
        PricesCheck.Judge([new Heartbeat("watch", Now)], Now).Outcome.ShouldBe(CheckOutcome.Ok);
        var beat = new Heartbeat("meter/us-east-1", Now) { UnpricedAt = Now.AddHours(-3), Unpriced = "acme.new-v1:0" };
        PricesCheck.Judge([beat], Now)
            .ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Warning), found => found.Found.ShouldContain("acme.new-v1:0"));
    }

    [Fact]
    public async Task Whoever_a_budget_tells_is_found_on_whichever_page_of_whichever_notification()
    {
        string[] pages =
        [
            """{"Notifications":[{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":80}],"NextToken":"n-2"}""",
            """{"Subscribers":[],"NextToken":"s-2"}""",
            """{"Subscribers":[{"SubscriptionType":"EMAIL","Address":"ada@example.com"}]}""",
            """{"Notifications":[{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":100}]}""",
            """{"Subscribers":[{"SubscriptionType":"EMAIL","Address":"ben@example.com"}],"NextToken":"s-3"}""",
            """{"Subscribers":[{"SubscriptionType":"SNS","Address":"arn:aws:sns:us-east-1:1:budgets"}]}""",
        ];
        using var endpoint =
            new ScriptedEndpoint([.. pages.Select(page => new ScriptedEndpoint.Answer(200, page, "application/x-amz-json-1.1"))]);
        using var budgets = new AmazonBudgetsClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonBudgetsConfig
        {
            ServiceURL = endpoint.Url,
            MaxErrorRetry = 0,
        });

        var told = await BudgetsCheck.SubscribersAsync(budgets, "1", "b", default).Select(one => one.Address)
            .ToListAsync(TestContext.Current.CancellationToken);

        told.ShouldBe(["ada@example.com", "ben@example.com", "arn:aws:sns:us-east-1:1:budgets"]);
        endpoint.Requests[2].Body.ShouldContain("\"NextToken\":\"s-2\"");
        endpoint.Requests[3].Body.ShouldContain("\"NextToken\":\"n-2\"");
    }
}
