namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>Which latency a call was served at: what the answer says, else what the record says was asked for.</summary>
public class LatencyTests
{
    [Theory]
    [InlineData("", "{}", false)]
    [InlineData(""","performanceConfig":{"latency":"optimized"}""", "{}", true)]
    [InlineData(""","performanceConfig":{"latency":"standard"}""", "{}", false)]
    [InlineData("", """{"performanceConfig":{"latency":"optimized"}}""", true)]
    // Bedrock falls back where no more of it is to be had.
    [InlineData(""","performanceConfig":{"latency":"optimized"}""", """{"performanceConfig":{"latency":"standard"}}""", false)]
    [InlineData("", """[{"metadata":{"performanceConfig":{"latency":"optimized"},"usage":{"inputTokens":1}}}]""", true)]
    [InlineData(""","performanceConfig":"optimized" """, "{}", false)]
    [InlineData(""","performanceConfig":null""", "{}", false)]
    public void It_is_the_answers(string asked, string answer, bool isOptimized)
    {
        var record = """{"timestamp":"2026-10-06T07:55:04Z","accountId":"1","region":"us-east-2","requestId":"r","modelId":"a.b","""
            + $"\"output\":{{\"outputBodyJson\":{answer}}}{asked}}}";

        Records.Read(record).Invocation.ShouldNotBeNull().IsLatencyOptimized.ShouldBe(isOptimized);
    }
}
