using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.InvocationLog;

public class SampleRecordsTests
{
    private const string Droid = "role/agent droid-7";
    private const string Opus = "anthropic.claude-opus-4-6-v1";

    [Theory]
    [InlineData(1, Droid, Opus, 1200, 80, 0, 0, 0)]
    [InlineData(2, Droid, Opus, 3, 13, 24817, 1310, 0)]
    [InlineData(3, Droid, Opus, 1200, 80, 0, 0, 0)]
    [InlineData(4, Droid, Opus, 3, 13, 0, 25037, 20000)]
    [InlineData(5, Droid, Opus, 181204, 4096, 0, 90000, 0)]
    [InlineData(6, Droid, "anthropic.claude-haiku-4-5-20251001-v1:0", 0, 0, 0, 0, 0)]
    [InlineData(7, Droid, Opus, 0, 0, 0, 0, 0)]
    [InlineData(8, Droid, "amazon.titan-embed-text-v2:0", 5, 0, 0, 0, 0)]
    [InlineData(9, Droid, "amazon.nova-canvas-v1:0", 0, 0, 0, 0, 0)]
    [InlineData(10, Droid, Opus, 1200, 80, 0, 0, 0)]
    [InlineData(11, "user/dev ", Opus, 1200, 80, 0, 0, 0)]
    [InlineData(12, "user/BedrockAPIKey-a1b2 ", Opus, 1200, 80, 0, 0, 0)]
    [InlineData(13, "role/AWSReservedSSO_Developers_0123456789abcdef ana@example.com", Opus, 1200, 80, 0, 0, 0)]
    [InlineData(14, "root ", Opus, 1200, 80, 0, 0, 0)]
    [InlineData(15, Droid, "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6", 1200, 80, 0, 0, 0)]
    [InlineData(16, Droid, Opus, 98765, 4321, 0, 0, 0)]
    public void Each_line_says_who_what_and_how_much(
        int line, string caller, string model, long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h)
    {
        var read = Line(line);

        $"{read.Caller.Principal.Name} {read.Caller.Session}".ShouldBe(caller);
        read.Model.Id.ShouldBe(model);
        read.Tokens.ShouldBe(new TokenUsage(input, output, cacheRead, cacheWrite, cacheWrite1h));
        read.Id.RequestId.ShouldBe($"7f1c0d3e-6a52-4f0e-9d8a-0b1c2d3e4f{0x4f + line:x2}");
        read.Account.ShouldBe("111122223333");
        read.Region.ShouldBe(line == 6 ? "ap-northeast-1" : "us-east-1");
        read.Timestamp.ShouldBe(new DateTimeOffset(2026, 9, 8, 12, 10, 33, TimeSpan.Zero));
        read.HasTokenCounts.ShouldBe(line is not (6 or 7 or 9));
        read.Tier.ShouldBe(ServiceTier.Standard);
    }

    [Theory]
    [InlineData(1, "Converse", ModelScope.Regional, null, null)]
    [InlineData(3, "ConverseStream", ModelScope.Regional, null, "us-west-2")]
    [InlineData(4, "InvokeModelWithResponseStream", ModelScope.Global, null, null)]
    [InlineData(6, "Converse", ModelScope.Regional, "ResourceNotFoundException", null)]
    [InlineData(7, "Converse", ModelScope.Regional, "ThrottlingException", null)]
    [InlineData(8, "InvokeModel", ModelScope.Regional, null, null)]
    public void Each_line_says_how(int line, string operation, ModelScope scope, string? error, string? servedIn)
    {
        var read = Line(line);

        read.Operation.ShouldBe(operation);
        read.Model.Scope.ShouldBe(scope);
        read.ErrorCode.ShouldBe(error);
        read.IsRefused.ShouldBe(error is not null);
        read.InferenceRegion.ShouldBe(servedIn);
    }

    [Fact]
    public void Request_metadata_becomes_tags()
    {
        Line(3).Tags.ShouldBe(new Dictionary<string, string> { ["workflow"] = "nightly-refactor", ["team"] = "tools" });
        Line(1).Tags.ShouldBeNull();
    }

    private static Invocation Line(int line)
    {
        var json = File.ReadLines(Records.SampleFile("invocations.jsonl")).ElementAt(line - 1);
        // Of an image, what it is charged by stands in the bodies.
        Records.IsReadInPlace(json).ShouldBe(line != 9);
        return Records.Read(json).Invocation.ShouldNotBeNull();
    }
}
