using KillSwitch.Lambda.Runtime;

namespace KillSwitch.Lambda.Tests.Runtime;

public class DeadlineTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(60_000, 59_500)]
    [InlineData(5_000, 4_500)]
    [InlineData(1_000, 900)]
    [InlineData(10, 9)]
    [InlineData(0, 0)]
    [InlineData(-5_000, 0)]
    public void Half_a_second_is_kept_back_or_a_tenth_of_what_is_left(int left, int usable) =>
        Deadline.Usable(Now.AddMilliseconds(left), Now).ShouldBe(TimeSpan.FromMilliseconds(usable));

    [Fact]
    public void A_deadline_years_away_fits_a_timer() =>
        Deadline.Usable(DateTimeOffset.MaxValue, Now).ShouldBe(TimeSpan.FromMilliseconds(int.MaxValue));
}
