using System.Text;
using System.Text.Json;
using CsCheck;
using KillSwitch.Core.Budgets;
using KillSwitch.Core.Tests.InvocationLog;

namespace KillSwitch.Core.Tests.Budgets;

public class BudgetMessageTests
{
    private const string Plain = """
        AWS Budget Notification November 23, 2026
        AWS Account 111122223333

        Dear AWS Customer,

        You requested that we alert you when the ACTUAL Cost associated with your bedrock budget is greater than $500.00 for the current month.

        Budget Name: bedrock
        Budget Type: Cost
        Budgeted Amount: $500.00
        Alert Type: ACTUAL
        Alert Threshold: > $500.00
        ACTUAL Amount: $612.00

        [1] https://console.aws.amazon.com/billing/home#/budgets

        """;

    [Fact]
    public void The_published_monthly_message_is_read_by_its_labels()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Records.SampleFile("published/20-budget-sns-actual-monthly.json")));
        var text = json.RootElement.GetProperty("Records")[0].GetProperty("Sns").GetProperty("Message").GetString()!;

        Read(text).ShouldBe(new BudgetMessage(
            "111122223333", "Test Budget", "Cost", Dollars(0.20m), BudgetAlertType.Actual, ">", Dollars(0.16m), Dollars(0.59m)));
    }

    [Fact]
    public void The_published_forecast_is_read_as_one() =>
        Read(File.ReadAllText(Records.SampleFile("published/21-budget-sns-forecasted.txt"))).ShouldBe(new BudgetMessage(
            "111122223333", "EXAMPLE", "Cost", Dollars(0.5m), BudgetAlertType.Forecasted, ">", Dollars(0.4m), Dollars(0.5m)));

    [Fact]
    public void A_sentence_without_its_lines_is_no_message() =>
        Reason(File.ReadAllText(Records.SampleFile("published/22-budget-sns-daily-snippet.txt"))).ShouldBe("it lacks `AWS Account`");

    [Theory]
    [InlineData("is greater than $500.00 per day. Yesterday, the ACTUAL Cost associated with this budget is $612.00.")]
    [InlineData("is greater than $500.00 for the current quarter.")]
    [InlineData("is greater than $500.00 for the current year.")]
    [InlineData("Alert Type: FORECASTED and Budget Name: other, says the sentence.")]
    [InlineData("Sehr geehrter AWS-Kunde")]
    public void The_sentence_may_say_what_it_likes(string sentence) =>
        Read(Plain.Replace("Dear AWS Customer,", "x " + sentence, StringComparison.Ordinal)).ShouldBe(Read(Plain));

    [Theory]
    [InlineData("Bedrock 2026")]
    [InlineData("\"quoted\" & 'odd' <b>")]
    [InlineData(" spaces at both ends ")]
    [InlineData("ACTUAL Amount $1")]
    [InlineData("予算 2026")]
    public void A_name_is_its_whole_line(string name) =>
        Read(Plain.Replace("Budget Name: bedrock", "Budget Name: " + name, StringComparison.Ordinal)).BudgetName.ShouldBe(name);

    [Theory]
    [InlineData("Budgeted Amount: $500.00", "Budgeted Amount: 500,00 EUR", "500.00 EUR")]
    [InlineData("Budgeted Amount: $500.00", "Budgeted Amount:   ¥50,000  ", "50,000 ¥")]
    [InlineData("Budgeted Amount: $500.00", "Budgeted Amount: 85 GB", "85 GB")]
    public void Other_currencies_and_usage_budgets_are_read(string line, string other, string budgeted) =>
        Read(Plain.Replace(line, other, StringComparison.Ordinal)).Budgeted.ShouldBe(BudgetAmount.Parse(budgeted).ShouldNotBeNull());

    [Fact]
    public void A_threshold_may_be_a_percentage() =>
        Read(Plain.Replace("> $500.00", "> 80%", StringComparison.Ordinal)).Threshold.ShouldBe(new BudgetAmount(80, "%"));

    [Fact]
    public void Lines_that_are_not_known_and_lines_that_end_as_in_a_mail_change_nothing() =>
        Read(Plain.Replace("Budget Type", "Account Name: prod\nBilling View: Primary\nBudget Type", StringComparison.Ordinal)
            .Replace("\n", "\r\n", StringComparison.Ordinal)).ShouldBe(Read(Plain));

    [Theory]
    [InlineData("AWS Account 111122223333", "AWS Account")]
    [InlineData("Budget Name: bedrock", "Budget Name")]
    [InlineData("Budget Type: Cost", "Budget Type")]
    [InlineData("Budgeted Amount: $500.00", "Budgeted Amount")]
    [InlineData("Alert Type: ACTUAL", "Alert Type")]
    [InlineData("Alert Threshold: > $500.00", "Alert Threshold")]
    [InlineData("ACTUAL Amount: $612.00", "ACTUAL Amount")]
    public void A_message_that_lacks_a_label_is_unreadable_and_says_which(string line, string label) =>
        Reason(Plain.Replace("\n" + line, "", StringComparison.Ordinal)).ShouldBe($"it lacks `{label}`");

    // Whichever of two comes first: neither is believed.
    [Theory]
    [InlineData("AWS Account 999988887777")]
    [InlineData("Budget Name: other")]
    [InlineData("Budget Name: bedrock ")]
    [InlineData("Budgeted Amount: $1.00")]
    [InlineData("Alert Type: FORECASTED")]
    [InlineData("Alert Threshold: > $1.00")]
    [InlineData("ACTUAL Amount: $1.00")]
    public void A_label_that_says_two_things_makes_the_message_unreadable(string line)
    {
        Reason(line + "\n" + Plain).ShouldEndWith("stands twice and says two things");
        Reason(Plain + line + "\n").ShouldEndWith("stands twice and says two things");
    }

    [Fact]
    public void A_label_that_says_the_same_twice_is_read() => Read(Plain + "Alert Type: ACTUAL\n").ShouldBe(Read(Plain));

    [Theory]
    [InlineData("Budget Name: bedrock\u2028Alert Type: FORECASTED")]
    [InlineData("Budget Name: bedrock\rAlert Type: FORECASTED")]
    [InlineData("Budget Name: bed\u202Erock")]
    [InlineData("Budget Name: bedrock\u0000")]
    public void A_line_that_looks_like_two_is_unreadable(string line) =>
        Reason(Plain.Replace("Budget Name: bedrock", line, StringComparison.Ordinal))
            .ShouldBe("`Budget Name` holds characters that steer what is shown");

    [Theory]
    [InlineData("Alert Type: ACTUAL", "Alert Type: BOTH", "its alert is neither ACTUAL nor FORECASTED")]
    [InlineData("ACTUAL Amount: $612.00", "ACTUAL Amount: $612.00\nFORECASTED Amount: $612.00",
        "its alert is ACTUAL and it gives `FORECASTED Amount`")]
    [InlineData("ACTUAL Amount: $612.00", "ACTUAL Amount: much", "its `ACTUAL Amount` is not an amount")]
    [InlineData("Alert Threshold: > $500.00", "Alert Threshold: $500.00", "its `Alert Threshold` is not a comparison with an amount")]
    [InlineData("AWS Account 111122223333", "AWS Account 1111-2222-3333", "its account is not twelve digits")]
    [InlineData("AWS Account 111122223333", "AWS Account ١١١١٢٢٢٢٣٣٣٣", "its account is not twelve digits")]
    [InlineData("Budget Name: bedrock", "Budget Name: ", "its `Budget Name` is not a budget's name")]
    [InlineData("Budget Name: bedrock", "Budget Name: a:b", "its `Budget Name` is not a budget's name")]
    public void What_cannot_be_is_unreadable(string line, string other, string reason) =>
        Reason(Plain.Replace(line, other, StringComparison.Ordinal)).ShouldBe(reason);

    [Fact]
    public void What_is_longer_than_any_message_is_not_looked_at() =>
        Reason(new string('x', 100_000)).ShouldBe("it is longer than any message of AWS Budgets");

    [Fact]
    public void Whatever_is_put_around_a_message_it_says_the_same_or_nothing() =>
        Gen.Select(Gen.String, Gen.String).Sample((before, after) =>
        {
            if (BudgetMessage.Parse(before + "\n" + Plain + after) is BudgetMessageResult.Read read)
                read.Message.ShouldBe(Read(Plain));
        });

    [Fact]
    public void No_damage_to_a_message_crashes_its_reader() =>
        Mutations.Run(
            [Encoding.UTF8.GetBytes(Plain), File.ReadAllBytes(Records.SampleFile("published/21-budget-sns-forecasted.txt"))], bytes =>
    {
        if (BudgetMessage.Parse(Encoding.UTF8.GetString(bytes)) is BudgetMessageResult.Read { Message: var message })
            (message.Account.Length, message.BudgetName.Length is > 0 and <= 100).ShouldBe((12, true));
    });

    private static BudgetMessage Read(string text) => BudgetMessage.Parse(text).ShouldBeOfType<BudgetMessageResult.Read>().Message;

    private static string Reason(string text) => BudgetMessage.Parse(text).ShouldBeOfType<BudgetMessageResult.Unreadable>().Reason;

    private static BudgetAmount Dollars(decimal value) => new(value, "USD");
}
