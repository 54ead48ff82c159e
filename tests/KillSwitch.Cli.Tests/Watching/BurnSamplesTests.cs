using KillSwitch.Cli.Watching;

namespace KillSwitch.Cli.Tests.Watching;

public class BurnSamplesTests
{
    private static readonly DateTimeOffset Hour = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void At_first_the_rate_is_that_of_the_last_sixty_minutes() =>
        new BurnSamples().Take(Hour.AddMinutes(15), Hour, previous: 40, current: 10).ShouldBe(new Burn(40, TimeSpan.FromHours(1)));

    [Fact]
    public void Once_two_minutes_were_watched_it_is_theirs_and_at_most_the_last_five()
    {
        var samples = new BurnSamples();
        samples.Take(Hour.AddMinutes(10), Hour, 40, 10);
        samples.Take(Hour.AddMinutes(12), Hour, 40, 11).ShouldBe(new Burn(30, TimeSpan.FromMinutes(2)));
        samples.Take(Hour.AddMinutes(16), Hour, 40, 13).ShouldBe(new Burn(30, TimeSpan.FromMinutes(4)));
    }

    [Fact]
    public void An_hour_that_turns_in_between_loses_nothing()
    {
        var samples = new BurnSamples();
        samples.Take(Hour.AddMinutes(58), Hour, 0, 10);
        samples.Take(Hour.AddMinutes(62), Hour.AddHours(1), previous: 12, current: 2).ShouldBe(new Burn(60, TimeSpan.FromMinutes(4)));
    }
}
