using Amazon.Runtime;
using Amazon.SecurityToken;
using KillSwitch.Aws.Drills;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Drills;

/// <summary>What a machine's clock is wrong by is found from what AWS answers.</summary>
public class AwsClockTests(MotoServer server)
{
    private static readonly DateTimeOffset Asked = new(2026, 11, 20, 9, 4, 3, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(-240)]
    [InlineData(1800)]
    public async Task A_clock_that_is_wrong_by_minutes_tells_the_time_of_AWS(int wrong)
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "secret"),
            new AmazonSecurityTokenServiceConfig { ServiceURL = server.Url.ToString(), AuthenticationRegion = "us-east-1" });

        var clock = await AwsClock.FindAsync(sts, new AwsClock(TimeProvider.System, TimeSpan.FromSeconds(wrong)), default);

        (clock.GetUtcNow() - DateTimeOffset.UtcNow).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (clock.Ahead == TimeSpan.Zero).ShouldBe(wrong == 0);
    }

    [Theory]
    [InlineData(0, 0.2, 0, 0)]
    [InlineData(0, 0.2, 1, 0)]
    [InlineData(0, 8, 5, 0)]
    [InlineData(0, 1, 40, 40)]
    [InlineData(0, 1, -40, -40)]
    public void What_may_be_the_way_of_the_answer_is_no_difference(double asked, double answered, double said, double ahead) =>
        AwsClock.Between(Asked.AddSeconds(asked), Asked.AddSeconds(answered), Asked.AddSeconds(said)).TotalSeconds.ShouldBe(ahead);
}
