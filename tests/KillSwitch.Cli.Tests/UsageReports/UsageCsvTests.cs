using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Tests.UsageReports;

public class UsageCsvTests
{
    private const string Header = "name,usd,listUsd,unpricedUsd,estimatedUsd,calls,inputTokens,uncachedInputTokens,cacheReadInputTokens,"
        + "cacheWriteInputTokens,outputTokens,cacheHitRatio";

    private static readonly Window Hour = new(0, 3600);

    [Fact]
    public void Each_name_is_a_row_the_dearest_first()
    {
        var spent = new Usage(3, new TokenUsage(InputTokens: 100, OutputTokens: 20, CacheReadInputTokens: 300), new Usd(1234.5678915m))
        {
            Discount = new Usd(100),
            Unpriced = new Usd(4),
        };

        Lines(
            ("account=1|principal=role/a|session==cmd", spent), ("account=1|principal=user/b|session=x", new Usage(1, default, new Usd(1))))
            .ShouldBe(
            [
                Header,
                "role/a/=cmd,1234.567892,1334.567892,4,0,3,400,100,300,0,20,0.75",
                "user/b/x,1,1,0,0,1,0,0,0,0,0,",
            ]);
    }

    [Fact]
    public void Nothing_spent_is_the_header_alone() => Lines().ShouldBe([Header]);

    [Fact]
    public void What_several_share_is_estimated_by_caller_alone_and_a_ratio_goes_by_the_calls_whose_cache_is_told_of_in_either()
    {
        var spent = new Usage(4, new TokenUsage(InputTokens: 1_000, CacheReadInputTokens: 300), new Usd(5))
        {
            Estimated = new Estimate(900, 900, 0, new Usd(2)),
        };

        Lines(("account=1|principal=role/a|session=s", spent)).Last().ShouldBe("role/a/s,5,5,0,2,4,1300,1000,300,0,0,0.75");
        Lines(UsageBy.Model, ("account=1|region=us-east-1|model=m", spent)).Last().ShouldEndWith(",5,5,0,0,4,1300,1000,300,0,0,0.75");
    }

    private static string[] Lines(params (string Scope, Usage Usage)[] counters) => Lines(UsageBy.Session, counters);

    private static string[] Lines(UsageBy by, params (string Scope, Usage Usage)[] counters) =>
        string.Concat(UsageCsv.Rows(UsageReport.Of(Hour, [new UsageHour(Hour, counters)], by, [])).Select(CsvOutput.Line))
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
