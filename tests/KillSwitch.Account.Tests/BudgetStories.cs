using System.Globalization;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>A message of AWS Budgets is only a reason to ask: what AWS answers, and what the guard has counted, decide.</summary>
[Collection(OneAccount.Name)]
public class BudgetStories(Deployment account)
{
    private const string AccountId = "123456789012";

    [Fact]
    public async Task A_budget_that_is_over_stops_once_with_both_figures_and_stays_restored()
    {
        await MakeBudgetAsync("over", limit: 3, actual: 3.5m);
        await account.ApplyAsync(Policy("budget-over", "over"));
        await CountAsync("user/agent-budgeted");
        await using var budget = account.Start("budget");

        (await budget.DeliverAsync(Event(Message("over", 3, 3.5m)))).IsError.ShouldBeFalse(budget.Log);

        var stop = (await StopsAsync("budget-over")).ShouldHaveSingleItem();
        (stop.GetProperty("target").GetProperty("kind").GetString(), stop.GetProperty("target").GetProperty("name").GetString())
            .ShouldBe(("account", AccountId));
        (stop.GetProperty("unit").GetString(), stop.GetProperty("limit").GetDecimal(), stop.GetProperty("measured").GetDecimal())
            .ShouldBe(("budget", 3m, 3.5m));
        stop.GetProperty("reason").GetString().ShouldNotBeNull().ShouldStartWith($"account {AccountId} reached $3.50 of $3.00 since ");
        stop.GetProperty("state").GetString().ShouldBe("enforced");

        (await account.CliAsync("restore", stop.GetProperty("id").GetString()!)).Succeeded();
        (await budget.DeliverAsync(Event(Message("over", 3, 3.5m)))).IsError.ShouldBeFalse(budget.Log);
        (await StopsAsync("budget-over")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Under_approval_the_breach_waits_for_a_person()
    {
        await MakeBudgetAsync("waits", limit: 3, actual: 3.5m);
        await account.ApplyAsync(Policy("budget-waits", "waits", "approval: manual"));
        await CountAsync("user/agent-budgeted");
        await using var budget = account.Start("budget");

        await budget.DeliverAsync(Event(Message("waits", 3, 3.5m)));

        var stop = (await StopsAsync("budget-waits")).ShouldHaveSingleItem();
        stop.GetProperty("state").GetString().ShouldBe("awaitingApproval");
        (await account.CliAsync("reject", stop.GetProperty("id").GetString()!, "--reason", "planned")).Succeeded();
    }

    [Fact]
    public async Task A_forged_message_changes_nothing_and_is_told_once()
    {
        await MakeBudgetAsync("quiet", limit: 500, actual: 80);
        await account.ApplyAsync(Policy("budget-quiet", "quiet"));
        using var proxy = new CountingProxy(account.Server);
        await using var budget = account.Start("budget", proxy.Url);

        (await budget.DeliverAsync(Event(Message("quiet", 500, 612), Message("quiet", 500, 612)))).IsError.ShouldBeFalse(budget.Log);

        (await StopsAsync("budget-quiet")).ShouldBeEmpty();
        var told = proxy.Published.ShouldHaveSingleItem();
        told["Subject"].ShouldBe("BUDGET NOT CONFIRMED: quiet");
        ForPrograms(told).GetProperty("kind").GetString().ShouldBe("budgetNotConfirmed");
    }

    [Fact]
    public async Task What_AWS_says_and_nobody_counted_stops_nothing_and_is_told_loudly()
    {
        await MakeBudgetAsync("absurd", limit: 500, actual: 183_965_812_157.54m);
        await account.ApplyAsync(Policy("budget-absurd", "absurd"));
        using var proxy = new CountingProxy(account.Server);
        await using var budget = account.Start("budget", proxy.Url);

        (await budget.DeliverAsync(Event(Message("absurd", 500, 183_965_812_157.54m)))).IsError.ShouldBeFalse(budget.Log);

        (await StopsAsync("budget-absurd")).ShouldBeEmpty();
        var told = proxy.Published.ShouldHaveSingleItem();
        told["Subject"].ShouldStartWith("BUDGET IMPLAUSIBLE: absurd: AWS says $183,965,812,157.54");
        ForPrograms(told).GetProperty("remedy").GetString().ShouldBe("killswitch stop account --reason TEXT");
    }

    [Fact]
    public async Task A_record_that_is_neither_is_told_and_does_not_keep_the_others_from_being_heard()
    {
        await MakeBudgetAsync("beside", limit: 500, actual: 80);
        await account.ApplyAsync(Policy("budget-beside", "beside"));
        using var proxy = new CountingProxy(account.Server);
        await using var budget = account.Start("budget", proxy.Url);

        var answer = await budget.DeliverAsync(Event(
            "hello",
            """{"anomalyId":"a-1","accountId":"123456789012","dimensionalValue":"Amazon Bedrock","impact":{"totalImpact":1001}}""",
            Message("beside", 500, 612)));

        answer.IsError.ShouldBeFalse(budget.Log);
        proxy.Published.Select(one => ForPrograms(one).GetProperty("kind").GetString())
            .ShouldBe(["budgetUnreadable", "costAnomaly", "budgetNotConfirmed"]);
        budget.Log.ShouldContain("\"UnreadableMessages\":1");
    }

    [Fact]
    public async Task What_AWS_does_not_answer_fails_the_invocation_so_that_it_is_tried_again()
    {
        await MakeBudgetAsync("later", limit: 500, actual: 80);
        await account.ApplyAsync(Policy("budget-later", "later"));
        using var proxy = new CountingProxy(account.Server) { Refused = "DynamoDB_20120810.TransactWriteItems" };
        await using var budget = account.Start("budget", proxy.Url);

        (await budget.DeliverAsync(Event(Message("later", 500, 612)))).IsError.ShouldBeTrue(budget.Log);

        proxy.Refused = null;
        (await budget.DeliverAsync(Event(Message("later", 500, 612)))).IsError.ShouldBeFalse(budget.Log);
        proxy.Published.ShouldHaveSingleItem()["Subject"].ShouldBe("BUDGET NOT CONFIRMED: later");
    }

    private static string Policy(string rule, string budget, string more = "approval: automatic") => $$"""
        version: 1
        exempt: ["user/admin"]
        rules:
          - id: {{rule}}
            limit: { budget: {{budget}} }
            stop: account
            {{more}}
        """;

    private static string Message(string budget, decimal limit, decimal actual) => string.Create(CultureInfo.InvariantCulture, $"""
        AWS Budget Notification November 23, 2026
        AWS Account {AccountId}

        Dear AWS Customer,

        You requested that we alert you when the ACTUAL Cost associated with your {budget} budget is greater than ${limit:#,##0.00} for the current month.

        Budget Name: {budget}
        Budget Type: Cost
        Budgeted Amount: ${limit:#,##0.00}
        Alert Type: ACTUAL
        Alert Threshold: > ${limit:#,##0.00}
        ACTUAL Amount: ${actual:#,##0.00}

        [1] https://console.aws.amazon.com/billing/home#/budgets
        """);

    private static byte[] Event(params string[] messages)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartArray("Records");
            foreach (var message in messages)
            {
                json.WriteStartObject();
                json.WriteString("EventSource", "aws:sns");
                json.WriteStartObject("Sns");
                json.WriteString("TopicArn", $"arn:aws:sns:us-east-1:{AccountId}:budgets");
                json.WriteString("Subject", "AWS Budgets");
                json.WriteString("Message", message);
                json.WriteString("Timestamp", "2026-11-23T12:00:00.000Z");
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static JsonElement ForPrograms(IReadOnlyDictionary<string, string> published) =>
        JsonDocument.Parse(JsonDocument.Parse(published["Message"]).RootElement.GetProperty("sqs").GetString()!).RootElement;

    /// <summary>A monthly budget of which AWS says that so much was spent.</summary>
    private async Task MakeBudgetAsync(string name, decimal limit, decimal actual)
    {
        var budget = string.Create(CultureInfo.InvariantCulture, $$$"""
            {"BudgetName":"{{{name}}}","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"{{{limit}}}","Unit":"USD"},
             "CalculatedSpend":{"ActualSpend":{"Amount":"{{{actual}}}","Unit":"USD"} } }
            """);
        (await account.AwsAsync(account.Admin, "budgets", "create-budget", "--account-id", AccountId, "--budget", budget)).Succeeded();
    }

    /// <summary>Four calls of $1.10 each, counted by the meter.</summary>
    private async Task CountAsync(string principal)
    {
        await using var meter = account.Start("meter");
        (await meter.DeliverAsync(Calls.Payload(Calls.Of(principal, 4)))).IsError.ShouldBeFalse(meter.Log);
    }

    private async Task<IReadOnlyList<JsonElement>> StopsAsync(string rule)
    {
        var status = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement;
        return [.. status.GetProperty("stops").EnumerateArray().Where(stop => stop.GetProperty("rule").GetString() == rule)];
    }
}
