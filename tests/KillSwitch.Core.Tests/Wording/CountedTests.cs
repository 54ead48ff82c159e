using KillSwitch.Core.Wording;

namespace KillSwitch.Core.Tests.Wording;

public class CountedTests
{
    [Theory]
    [InlineData(0, "0 calls")]
    [InlineData(1, "1 call")]
    [InlineData(2, "2 calls")]
    [InlineData(1_204_000, "1,204,000 calls")]
    public void One_is_no_plural(long number, string text) => Counted.Of(number, "call").ShouldBe(text);
}
