using KillSwitch.Engine.EveryMinute;

namespace KillSwitch.Engine.Tests.EveryMinute;

public class WatchedRegionTests
{
    /// <param name="isSetUp">Null for home, which always is.</param>
    [Theory]
    [InlineData(true, null, false)]
    [InlineData(false, null, true)]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task Logging_that_is_off_is_lacking_where_a_sensor_is_set_up_and_not_while_it_comes_or_goes(
        bool isLogging, bool? isSetUp, bool lacks)
    {
        var world = new World { IsLogging = isLogging };
        var region = new WatchedRegion(world, world)
        {
            IsSetUp = isSetUp is { } there ? _ => ValueTask.FromResult(there) : null,
        };

        (await region.LacksLoggingAsync(default)).ShouldBe(lacks);
        (await new WatchedRegion(world, null).LacksLoggingAsync(default)).ShouldBeFalse();
    }
}
