using System.Globalization;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Accounts;

namespace KillSwitch.Cli.Tests.Verbs;

public class BillVerbTests
{
    private static readonly string Day = DateTime.UtcNow.AddDays(-2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Nothing_billed_and_nothing_metered_agrees()
    {
        using var account = new GuardStandIn();

        var run = await RunAsync(account);

        (run.ExitCode, run.Error).ShouldBe((ExitCode.Done, ""));
        run.Output.ShouldContain("$0.00 billed by AWS");
        run.Output.ShouldContain("Nothing was billed, and nothing was metered.");
        account.Asked.Count(asked => asked == "GetCostAndUsage").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_billed_and_not_metered_ends_with_one()
    {
        using var account = new GuardStandIn
        {
            Answers = (operation, request) => operation != "GetCostAndUsage" ? null
                : Billed(request.Contains("USAGE_TYPE", StringComparison.Ordinal) ? "USE1-NovaMicro-output-tokens" : "Amazon Bedrock"),
        };

        var run = await RunAsync(account, "--output", "json");

        run.ExitCode.ShouldBe(ExitCode.Refused, run.Error);
        run.Output.ShouldContain("\"cause\": \"notMetered\"");
        run.Output.ShouldContain("\"model\": \"amazon.nova-micro\"");
        run.Output.ShouldContain($"\"day\": \"{Day}\"");
    }

    [Fact]
    public async Task Cost_Explorers_refusal_is_AWSs()
    {
        using var account = new GuardStandIn { Refuses = { ["GetCostAndUsage"] = (400, "DataUnavailableException") } };

        var run = await RunAsync(account);

        (run.ExitCode, run.Output).ShouldBe((ExitCode.AwsRefused, ""), run.Error);
    }

    [Theory]
    [InlineData("tomorrow", "`tomorrow` is no day; allowed: a day such as `2026-11-28`")]
    [InlineData("2999-01-01", "`2999-01-01` is yet to come")]
    [InlineData("2020-01-01", "what was metered on 2020-01-01 is no longer kept")]
    public async Task A_day_that_is_none_or_not_there_is_bad_input(string day, string sentence)
    {
        var run = await Run.Of("bill", "--day", day);

        run.ExitCode.ShouldBe(ExitCode.BadInput);
        run.Error.ShouldContain(sentence);
    }

    private static string Billed(string key) => $$"""
        {"ResultsByTime":[{"TimePeriod":{"Start":"{{Day}}"},"Groups":[{"Keys":["{{key}}","us-east-1"],"Metrics":{
          "UnblendedCost":{"Amount":"2.5","Unit":"USD"},"UsageQuantity":{"Amount":"1","Unit":"1K tokens"} } }]}]}
        """;

    private static async Task<Run> RunAsync(GuardStandIn account, params string[] more)
    {
        using var process = CliProcess.Start(account.Environment, ["bill", "--stack", "KillSwitch", .. more]);
        return await process.EndAsync();
    }
}
