namespace KillSwitch.Lambda.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Is_replaced_in_the_next_commit() => true.ShouldBeTrue();
}
