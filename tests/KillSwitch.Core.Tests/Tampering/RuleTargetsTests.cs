using KillSwitch.Core.Tampering;

namespace KillSwitch.Core.Tests.Tampering;

public class RuleTargetsTests
{
    private static readonly string[] Listeners = ["setup", "topic"];

    [Theory]
    [InlineData(null, "setup")]
    [InlineData(null, "topic")]
    [InlineData(null, "topic", "setup")]
    [InlineData("rule tells nobody")]
    [InlineData("rule tells diagnose instead of the guard", "diagnose")]
    [InlineData("rule also tells theirs", "setup", "theirs")]
    public void A_rule_tells_the_guard_and_nobody_else(string? wrong, params string[] targets) =>
        RuleTargets.Wrong("rule", targets, Listeners).ShouldBe(wrong);
}
