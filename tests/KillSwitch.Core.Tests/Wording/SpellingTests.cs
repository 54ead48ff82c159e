using KillSwitch.Core.Wording;

namespace KillSwitch.Core.Tests.Wording;

public class SpellingTests
{
    [Theory]
    [InlineData("status", "status", 0)]
    [InlineData("Status", "status", 0)]
    [InlineData("stauts", "status", 1)]
    [InlineData("statu", "status", 1)]
    [InlineData("statuss", "status", 1)]
    [InlineData("stadus", "status", 1)]
    [InlineData("emial", "email", 1)]
    [InlineData("stuats", "status", 2)]
    [InlineData("", "stop", 4)]
    [InlineData("ca", "abc", 3)]
    public void A_slip_of_the_finger_is_a_step(string left, string right, int steps)
    {
        Spelling.Distance(left, right).ShouldBe(steps);
        Spelling.Distance(right, left).ShouldBe(steps);
    }
}
