using CsCheck;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Windows;

public class RollingWindowTests
{
    [Theory]
    [InlineData(1, 60, 2)]
    [InlineData(15, 60, 16)]
    [InlineData(60, 60, 61)]
    [InlineData(90, 90, 61)]
    [InlineData(6 * 60, 360, 61)]
    [InlineData(7 * 24 * 60, 10_080, 61)]
    public void Buckets_are_a_60th_and_at_least_a_minute(int minutes, long seconds, int count)
    {
        var window = new RollingWindow(TimeSpan.FromMinutes(minutes));

        window.BucketSeconds.ShouldBe(seconds);
        window.BucketCount.ShouldBe(count);
    }

    [Fact]
    public void It_is_never_shorter_than_said_and_at_most_a_60th_or_a_minute_longer() =>
        Gen.Select(Gen.Int[1, 60 * 24 * 90], Gen.Long[1_672_531_200, 4_070_908_800]).Sample((minutes, second) =>
        {
            var rolling = new RollingWindow(TimeSpan.FromMinutes(minutes));
            var window = rolling.Holding(second);
            var covered = second - window.Start;
            var most = Math.Max(60m, minutes * 60m / 60);
            return window.Contains(second) && covered >= minutes * 60 && covered <= (minutes * 60) + most
                && window.Seconds == rolling.BucketCount * rolling.BucketSeconds && window.Start % rolling.BucketSeconds == 0;
        });

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(90)]
    public void Only_whole_minutes_roll(int seconds) =>
        Should.Throw<ArgumentException>(() => new RollingWindow(TimeSpan.FromSeconds(seconds)));
}
